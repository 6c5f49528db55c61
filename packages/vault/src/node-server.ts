import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerOptions, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { isIPv6 } from 'node:net';
import { getRequestListener, RequestError } from '@hono/node-server';
import { clientAddress, type Trusted } from './client-address.ts';
import { problem } from './http/answer.ts';
import { ApiError } from './problem.ts';

/** The vault as seen from the network: a request, and where it came from. */
export type FetchHandler = (request: Request, from: { address: string }) => Promise<Response>;

export interface ListenOptions {
  fetch: FetchHandler;
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** PEM texts; without them the server speaks plain HTTP. */
  tls?: { cert: string; key: string };
  trusted: Trusted;
  /** Milliseconds that requests under way may still take once the server is asked to close. */
  drain: number;
}

export interface NodeServer {
  /** `http://127.0.0.1:4100`, with the port that was really taken. */
  url: string;
  /** Stops accepting, lets requests under way finish within `drain`, then cuts what is left. */
  close(): Promise<void>;
}

/** A slow sender holds a socket no longer than this; the numbers are milliseconds and bytes. */
const limits: ServerOptions = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16_384,
};

/** For what no handler of the vault has seen: a request line or Host that makes no URL, or a defect of ours. */
const answerError = (error: unknown): Response =>
  problem(
    error instanceof RequestError
      ? new ApiError('malformed-request', 'The request line or the Host header makes no valid URL.')
      : new ApiError('internal', 'The request could not be answered.'),
    randomUUID(),
  );

/** Serves a fetch handler over node:http or node:https. Rejects with Node's error when the port cannot be had. */
export const listen = async (options: ListenOptions): Promise<NodeServer> => {
  const { fetch, host, port, tls, trusted, drain } = options;
  let closing: Promise<void> | undefined;

  const handle = getRequestListener(
    async (request, { incoming, outgoing }) => {
      const forwarded = incoming.headers['x-forwarded-for'];
      const hops = Array.isArray(forwarded) ? forwarded.join(',') : forwarded;
      try {
        return await fetch(request, { address: clientAddress(incoming.socket.remoteAddress ?? '', hops, trusted) });
      } finally {
        // Kept alive, the connection of a request that was under way would outlive the server's wish to stop.
        if (closing) outgoing.setHeader('Connection', 'close');
      }
    },
    { errorHandler: answerError, overrideGlobalObjects: false },
  );
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse) => void handle(incoming, outgoing);
  const server = tls
    ? createTlsServer({ ...limits, ...tls, minVersion: 'TLSv1.2' }, listener)
    : createServer(limits, listener);
  server.listen(port, host);
  await once(server, 'listening');

  const close = async () => {
    const closed = once(server, 'close');
    server.close();
    const cut = setTimeout(() => server.closeAllConnections(), drain);
    await closed;
    clearTimeout(cut);
  };

  const bound = server.address();
  const boundPort = typeof bound === 'object' && bound !== null ? bound.port : port;
  return {
    url: `${tls ? 'https' : 'http'}://${isIPv6(host) ? `[${host}]` : host}:${boundPort}`,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
};
