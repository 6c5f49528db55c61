import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import type { EgressOptions, EgressRequest } from '../egress.ts';
import { certificateAuthority } from './certificates.ts';
import { internetAt, startDestination } from './destinations.ts';
import { leadingTo, testEgress } from './test-egress.ts';

type Seen = { method: string; url: string; headers: IncomingMessage['headers']; body: string };

/** What the destination does, by path. */
const acts: Record<string, (response: ServerResponse) => void> = {
  '/echo': (response) => response.setHeader('X-Answer', ['1', '2']).end('{"paid":true}'),
  '/redirect': (response) => response.writeHead(302, { Location: 'https://api.example/echo' }).end(),
  '/endless': (response) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536)));
    };
    response.on('drain', more);
    more();
  },
  '/announced': (response) => response.writeHead(200, { 'Content-Length': '99999999' }).write('x'),
  '/large': (response) => response.writeHead(200, { 'Content-Length': '99999999' }).end(),
  '/unchanged': (response) => response.writeHead(304, { 'Content-Length': '99999999' }).end(),
  '/nothing': (response) => response.writeHead(204, { 'Content-Length': '5' }).end(),
  '/silent': () => undefined,
  '/half': (response) => {
    response.writeHead(200, { 'Content-Length': '10' }).write('12345', () => response.destroy());
  },
  '/slow': (response) => response.write('a'),
  '/upgrade': (response) =>
    response.socket?.write('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
  '/garbage': (response) => response.socket?.end('hello\r\n\r\n'),
  '/smuggled': (response) =>
    response.socket?.end('HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'),
  '/chunked': (response) =>
    response.socket?.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n1\r\na\r\n0\r\n\r\n'),
  '/packed': (response) =>
    response.socket?.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n1\r\na\r\n0\r\n\r\n'),
  '/packed-to-the-end': (response) => response.socket?.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\na'),
  ...Object.fromEntries(
    ['099', '000', '600', '999'].map((status) => [
      `/status/${status}`,
      (response: ServerResponse) => response.socket?.write(`HTTP/1.1 ${status} Odd\r\nContent-Length: 0\r\n\r\n`),
    ]),
  ),
  '/headers': (response) => response.socket?.write(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(40_000)}\r\n`),
};

/** All of a body as text. */
export const read = async (body: AsyncIterable<Uint8Array>): Promise<string> => {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString();
};

/** What an error of this kind matches. */
export const fault = (kind: string) => ({ name: 'EgressError', kind });

/** One destination for all tests of a file, which does what its paths say and keeps what it has seen. */
export const outside = () => {
  const authority = certificateAuthority();
  const seen: Seen[] = [];
  const certified = authority.issue(['api.example', 'localhost', '127.0.0.1']);
  let destination: Awaited<ReturnType<typeof startDestination>>;

  beforeAll(async () => {
    destination = await startDestination(async (request, response) => {
      const parts: Buffer[] = [];
      try {
        for await (const part of request) parts.push(part);
      } catch {
        // A request that breaks off is none.
        return;
      }
      const { method = '', url = '', headers } = request;
      seen.push({ method, url, headers, body: Buffer.concat(parts).toString() });
      acts[url.split('?')[0] ?? '']?.(response);
    }, certified);
  });
  afterAll(() => destination.close());

  /** A way out to the destination under the name `api.example`, which leads to a public address. */
  const rig = (options: Partial<EgressOptions> = {}) => {
    const internet = internetAt(destination.port);
    const egress = testEgress({
      resolve: leadingTo('93.184.216.34'),
      dial: internet.dial,
      ca: [authority.cert],
      ...options,
    });
    onTestFinished(egress.close);
    const ask = (request: Partial<EgressRequest> = {}) =>
      egress.fetch({ tenantId: 't', url: 'https://api.example/echo', method: 'POST', headers: [], ...request });
    return { ...internet, ask, kept: egress.kept };
  };

  return { authority, certified, seen, rig, destination: () => destination };
};
