import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { type Handler, listen } from './server.ts';

/** Answers with the pieces of the body, which is read when `ready` says so. */
const piecesOf =
  (ready: () => Promise<unknown>): Handler =>
  async ({ body }) => {
    await ready();
    const pieces: string[] = [];
    for await (const piece of body ?? []) pieces.push(Buffer.from(piece).toString());
    return { status: 200, headers: {}, body: JSON.stringify(pieces) };
  };

const open = async (handle: Handler) => {
  const { port, close } = await listen({ handle, host: '127.0.0.1', port: 0, drain: 1, trusted: () => false });
  onTestFinished(close);
  return connect(port, '127.0.0.1').setEncoding('latin1');
};

const post = (fields: string, rest: string) => `POST / HTTP/1.1\r\nHost: vault\r\n${fields}\r\n\r\n${rest}`;

it('bodies that have arrived when they are read are whole, one after the other on a connection', async () => {
  const socket = await open(piecesOf(turn));
  socket.write(
    [
      post('Content-Length: 3', 'one'),
      post('Content-Length: 0', ''),
      post('Transfer-Encoding: chunked', '2\r\ntw\r\n1\r\no\r\n0\r\n\r\n'),
      post('Content-Length: 5\r\nConnection: close', 'three'),
    ].join(''),
  );
  let said = '';
  for await (const text of socket) said += text;
  expect(said.match(/\[.*\]/g)).toEqual(['["one"]', '[]', '["two"]', '["three"]']);
});

it('a body of which a part has arrived is read as the rest of it comes', async () => {
  const begun = Promise.withResolvers<void>();
  const socket = await open(
    piecesOf(async () => {
      begun.resolve();
      await turn();
    }),
  );
  socket.write(post('Content-Length: 6\r\nConnection: close', 'one'));
  await begun.promise;
  socket.write('two');
  const [said] = await once(socket, 'data');
  expect(JSON.parse(said.slice(said.indexOf('['))).join('')).toBe('onetwo');
});
