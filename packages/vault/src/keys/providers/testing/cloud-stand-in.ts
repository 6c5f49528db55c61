import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import { certificateAuthority } from '../../../egress/testing/certificates.ts';
import { startDestination } from '../../../egress/testing/destinations.ts';

export interface Reply {
  status: number;
  /** JSON, or text that is sent as it is. */
  body: unknown;
  headers?: Readonly<Record<string, string>>;
}

export interface Asked {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

const read = async (request: IncomingMessage): Promise<Asked> => {
  let body = '';
  for await (const part of request) body += part;
  return { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
};

/** What a stand-in is told to do instead of what it would do. */
export interface Trouble {
  /** Answers for the calls to come, one each. */
  next: Reply[];
  /** The answer to each call. */
  always: Reply | 'silence' | undefined;
  /** Milliseconds that it takes for each answer. */
  delay: number;
  /** Milliseconds by which the clock of the service is ahead of `clock`. */
  ahead: number;
}

/** A service over TLS on this machine, with a certificate of an authority of its own unless one is given. */
export const startCloud = async (
  clock: () => number,
  answer: (asked: Asked, now: number) => Reply | Promise<Reply>,
  authority = certificateAuthority(),
) => {
  const calls: Asked[] = [];
  const trouble: Trouble = { next: [], always: undefined, delay: 0, ahead: 0 };
  const server = await startDestination(
    async (request, response) => {
      const asked = await read(request);
      calls.push(asked);
      if (trouble.always === 'silence') return;
      const now = clock() + trouble.ahead;
      const { status, body, headers } = trouble.always ?? trouble.next.shift() ?? (await answer(asked, now));
      if (trouble.delay > 0) await new Promise((resolve) => setTimeout(resolve, trouble.delay));
      const usual = { 'Content-Type': 'application/json', Date: new Date(now).toUTCString() };
      response.writeHead(status, { ...usual, ...headers });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    },
    authority.issue(['localhost']),
  );
  return {
    ...{ calls, trouble, authority, ca: authority.cert },
    origin: `https://localhost:${server.port}`,
    host: `localhost:${server.port}`,
    close: server.close,
  };
};

/** The metadata service of a machine: no TLS, on an address that only this machine reaches. */
export const startMetadata = async (answer: (asked: Asked) => Reply) => {
  const calls: Asked[] = [];
  const server = createServer(async (request, response) => {
    const asked = await read(request);
    calls.push(asked);
    const { status, body } = answer(asked);
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    calls,
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
