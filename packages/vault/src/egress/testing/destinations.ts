import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { dialTcp } from '../connect.ts';
import type { Certified } from './certificates.ts';

/** A destination that speaks TLS on this machine. */
export const startDestination = async (listener: RequestListener, tls: ServerOptions & Certified) => {
  const server = createServer(tls, listener);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address: AddressInfo | string | null = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    /** Tells of each new connection, below TLS. */
    onConnection: (tell: (socket: Socket) => void) => void server.on('connection', tell),
    /** Connections that are open now. */
    open: () => sockets.size,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};

/**
 * An internet of one machine: whatever address is dialled, on port 443, is the local `port`, and says that it is the address that
 * was dialled. `dialled` remembers them.
 */
export const internetAt = (port: number) => {
  const dialled: string[] = [];
  return {
    dialled,
    dial: (address: string, wanted: number) => {
      dialled.push(`${address} ${wanted}`);
      const socket = dialTcp('127.0.0.1', port);
      Object.defineProperty(socket, 'remoteAddress', { get: () => address });
      return socket;
    },
  };
};

/** Time that only moves by hand. */
export const handTimer = () => {
  const waiting = new Set<{ milliseconds: number; run: () => void }>();
  return {
    after: (milliseconds: number, run: () => void) => {
      const entry = { milliseconds, run };
      waiting.add(entry);
      return () => void waiting.delete(entry);
    },
    /** Ends what was to run after exactly so many milliseconds. */
    elapse: (milliseconds: number) => {
      for (const entry of [...waiting]) {
        if (entry.milliseconds !== milliseconds) continue;
        waiting.delete(entry);
        entry.run();
      }
    },
    /** How many wait. */
    waiting: () => waiting.size,
  };
};
