import { spawn } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { type Connection, openConnection } from '../connection.ts';
import type { HostileRequest } from './attack.ts';

/** Callers who attack until they are told to stop. */
export interface Callers {
  /** Ends them, and gives how many answers there were, by status. */
  stop(): Promise<ReadonlyMap<number, number>>;
}

const bytesOf = (origin: string, { method, path, key, headers, body, sent }: HostileRequest): Buffer => {
  const fields = {
    host: new URL(origin).host,
    ...(key !== undefined && { 'bt-api-key': key }),
    ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    ...headers,
  };
  const head = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${head.join('')}\r\n${body?.slice(0, sent) ?? ''}`);
};

/** Each sends its request once on a connection, reads nothing, and keeps the connection open. */
const holdOpen = (origin: string, bytes: Buffer, count: number): Callers => {
  const { hostname, port } = new URL(origin);
  const sockets = Array.from({ length: count }, (): Socket => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.on('error', () => undefined).pause();
    socket.write(bytes);
    return socket;
  });
  return {
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      return new Map();
    },
  };
};

/** Each sends its request as soon as the one before is answered. */
const ask = (origin: string, bytes: Buffer, count: number): Callers => {
  const statuses = new Map<number, number>();
  const open = new Set<Connection>();
  let stopped = false;
  const caller = async () => {
    while (!stopped) {
      const connection = await openConnection(origin);
      open.add(connection);
      try {
        while (!stopped) {
          const { status } = await connection.send(bytes);
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
        }
      } catch {
        // An early answer closes the connection; the next request takes another.
      } finally {
        open.delete(connection);
        connection.close();
      }
    }
  };
  const all = Array.from({ length: count }, caller);
  return {
    stop: async () => {
      stopped = true;
      for (const connection of open) connection.close();
      await Promise.allSettled(all);
      return statuses;
    },
  };
};

export const startCallers = (origin: string, request: HostileRequest, count: number): Callers =>
  (request.unread === true ? holdOpen : ask)(origin, bytesOf(origin, request), count);

/** A process that uses a processor core and sends nothing, to tell what is lost to it from what is lost to attacks. */
export const startCounting = (): Callers => {
  const child = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
  return {
    stop: async () => {
      child.kill('SIGKILL');
      return new Map();
    },
  };
};
