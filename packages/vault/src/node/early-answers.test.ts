import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { timersByHand } from '../testing/timers-by-hand.ts';
import type { After } from '../timers.ts';
import { type Lingering, lingering } from './close-in-stages.ts';
import { type Handler, listen } from './server.ts';

const size = 8_000_000;

/** Answers as soon as it knows how long the body will be, as the vault does. */
const refuse: Handler = async () => ({ status: 413, headers: {}, body: 'x'.repeat(1000) });

/** Answers in the middle of a body. */
const refuseLate: Handler = async ({ body }) => {
  for await (const _ of body ?? []) break;
  return { status: 413, headers: {}, body: 'x'.repeat(1000) };
};

const serve = async (handle: Handler, more: { lingering?: Lingering; after?: After } = {}) => {
  const server = await listen({ handle, host: '127.0.0.1', port: 0, drain: 1, trusted: () => false, ...more });
  onTestFinished(() => server.close());
  return server.url;
};

const call = (url: string, head: string): Socket => {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  socket.write(head);
  return socket;
};

const posting = (length: number) => `POST / HTTP/1.1\r\nHost: vault\r\nContent-Length: ${length}\r\n\r\n`;

/** What a caller gets that sends all of its body before it reads anything, as urllib and proxies do. */
const sendThenRead = async (url: string): Promise<string> => {
  const socket = call(url, posting(size));
  const failed = once(socket, 'error').then(([{ code }]) => code as string);
  const read = async () => {
    await new Promise<void>((sent) => socket.write(Buffer.alloc(size), () => sent()));
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk);
    return Buffer.concat(chunks).toString('latin1');
  };
  return await Promise.race([failed, read().catch(({ code }) => code)]);
};

describe.each([
  ['before the body', refuse],
  ['in the middle of the body', refuseLate],
])('an answer %s', (_, handle) => {
  it('reaches a caller that reads only when it has sent everything', async () => {
    const said = await sendThenRead(await serve(handle));
    expect(said).toMatch(/^HTTP\/1\.1 413 .*connection: close.*x{1000}$/is);
  });

  it('is lost, when the rest of the body is not read', async () => {
    const said = await sendThenRead(await serve(handle, { lingering: { ...lingering, bytes: 0 } }));
    expect(said).toMatch(/^(ECONNRESET|EPIPE)$/);
  });

  it('reaches fetch', async () => {
    const url = await serve(handle);
    for (const body of [Buffer.alloc(size), new Blob([Buffer.alloc(size)]).stream()]) {
      const answer = await fetch(url, { method: 'POST', body, duplex: 'half' } as RequestInit);
      expect([answer.status, (await answer.text()).length]).toEqual([413, 1000]);
    }
  });
});

it('half of a connection is closed behind an early answer, and the rest at a bound of time', async () => {
  const timers = timersByHand();
  const url = await serve(refuse, { after: timers.after });
  const socket = call(url, posting(size));
  socket.resume();
  await once(socket, 'end');
  expect(socket.writable).toBe(true);
  timers.run(lingering.milliseconds);
  // What is sent to a connection that is closed whole is answered with a reset, and that ends ours.
  socket.on('error', () => undefined).write(Buffer.alloc(size));
  await new Promise((closed) => socket.once('close', closed));
});

it('a caller that asks first is refused before it has sent its body, and is heard when the body is wanted', async () => {
  const expectContinue = (url: string) => {
    const socket = call(url, posting(5).replace('\r\n\r\n', '\r\nExpect: 100-continue\r\n\r\n'));
    return socket.setEncoding('latin1');
  };
  const [refused] = await once(expectContinue(await serve(refuse)), 'data');
  expect(refused).toMatch(/^HTTP\/1\.1 413 /);

  const echo: Handler = async ({ body }) => {
    const chunks = [];
    for await (const chunk of body ?? []) chunks.push(chunk);
    return { status: 200, headers: {}, body: Buffer.concat(chunks).toString() };
  };
  const socket = expectContinue(await serve(echo));
  const [first] = await once(socket, 'data');
  expect(first).toBe('HTTP/1.1 100 Continue\r\n\r\n');
  socket.write('12345');
  const [said] = await once(socket, 'data');
  expect(said).toMatch(/^HTTP\/1\.1 200 .*12345/s);
});
