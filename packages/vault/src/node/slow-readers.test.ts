import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { VaultResponse } from '../http/messages.ts';
import { timersByHand } from '../testing/timers-by-hand.ts';
import { type Handler, listen } from './server.ts';

/** More than the systems at both ends keep for a caller that does not read. */
const size = 24 * 1024 * 1024;

const serve = async (body: () => VaultResponse['body']) => {
  const timers = timersByHand();
  const asked = Promise.withResolvers<void>();
  const sent = Promise.withResolvers<void>();
  const cut = Promise.withResolvers<void>();
  const handle: Handler = async ({ url }) => {
    if (url.endsWith('/small')) return { status: 200, headers: {}, body: 'small' };
    asked.resolve();
    return { status: 200, headers: {}, body: body(), sent: sent.resolve };
  };
  const server = await listen({
    ...{ handle, host: '127.0.0.1', port: 0, drain: 1, trusted: () => false },
    ...{ after: timers.after, cut: cut.resolve },
  });
  onTestFinished(() => server.close());
  return { url: server.url, timers, asked: asked.promise, sent: sent.promise, cut: cut.promise };
};

const ask = (url: string) => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  socket.write('GET / HTTP/1.1\r\nHost: vault\r\n\r\n');
  return socket;
};

async function* stream() {
  for (let left = size; left > 0; left -= 65_536) yield new Uint8Array(65_536);
}

describe.each([
  ['known length', () => new Uint8Array(size), 30_000 + (1000 * size) / 65_536],
  ['bytes that come one by one', stream, 30_000],
])('an answer of %s', (_, body, time) => {
  it('that nobody reads is cut off when its time is up, and what it held is free', async () => {
    const { url, timers, asked, sent, cut } = await serve(body);
    const socket = ask(url);
    await asked;
    // Others are answered meanwhile, and their timers end with their answers.
    expect(await (await fetch(`${url}/small`)).text()).toBe('small');
    await expect.poll(timers.times).toEqual([time]);
    timers.run();
    await Promise.all([cut, sent]);
    socket.resume();
    await once(socket, 'close');
    expect(socket.bytesRead).toBeLessThan(size);
  });

  it('that is read is free when it has been read', async () => {
    const { url, timers, sent } = await serve(body);
    const answer = await fetch(url);
    expect((await answer.arrayBuffer()).byteLength).toBe(size);
    await sent;
    await expect.poll(timers.times).toEqual([]);
  });

  it('whose caller leaves is free at once', async () => {
    const { url, asked, sent } = await serve(body);
    const socket = ask(url);
    await asked;
    socket.destroy();
    await sent;
  });
});

it('an answer that the system takes at once needs no timer, and the same connection is answered again', async () => {
  let timers = 0;
  const answered: string[] = [];
  const handle: Handler = async ({ url }) => {
    answered.push(new URL(url).pathname);
    return { status: 200, headers: {}, body: 'small' };
  };
  const after = () => {
    timers += 1;
    return () => undefined;
  };
  const server = await listen({ handle, host: '127.0.0.1', port: 0, drain: 1, trusted: () => false, after });
  onTestFinished(() => server.close());
  const socket = connect(server.port, '127.0.0.1').setEncoding('latin1');
  for (const path of ['/1', '/2']) {
    socket.write(`GET ${path} HTTP/1.1\r\nHost: vault\r\n\r\n`);
    for (let said = ''; !said.endsWith('small'); ) said += (await once(socket, 'data'))[0];
  }
  socket.destroy();
  expect([answered, timers]).toEqual([['/1', '/2'], 0]);
});

describe('requests that a caller sends ahead', () => {
  const ahead = 'GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';

  it('begin one by one', async () => {
    const begun: string[] = [];
    const answers = [Promise.withResolvers<VaultResponse>(), Promise.withResolvers<VaultResponse>()];
    const first = Promise.withResolvers<void>();
    const second = Promise.withResolvers<void>();
    const handle: Handler = async ({ url }) => {
      begun.push(new URL(url).pathname);
      (begun.length === 1 ? first : second).resolve();
      return (await answers[begun.length - 1]?.promise) ?? { status: 500, headers: {}, body: undefined };
    };
    const server = await listen({ handle, host: '127.0.0.1', port: 0, drain: 1, trusted: () => false });
    onTestFinished(() => server.close());
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write(ahead);
    await first.promise;
    // Whatever else had arrived with it has been read by the time another connection is answered.
    await once(
      connect(Number(new URL(server.url).port), '127.0.0.1')
        .end('nonsense\r\n\r\n')
        .resume(),
      'close',
    );
    expect(begun).toEqual(['/1']);
    answers[0]?.resolve({ status: 200, headers: {}, body: 'one' });
    await second.promise;
    answers[1]?.resolve({ status: 200, headers: {}, body: 'two' });
    let said = '';
    for await (const text of socket.setEncoding('latin1')) said += text;
    expect(said).toMatch(/one.*two/s);
  });

  it('would all begin at once, left to Node', async () => {
    const begun: string[] = [];
    const both = Promise.withResolvers<void>();
    const server = createServer(({ url = '' }) => {
      begun.push(url);
      if (begun.length === 2) both.resolve();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.write(ahead);
    await both.promise;
    socket.destroy();
    server.close();
  });

  it('end the connection when there are too many of them', async () => {
    const handle: Handler = () => new Promise(() => {});
    const server = await listen({ handle, host: '127.0.0.1', port: 0, drain: 1, trusted: () => false });
    onTestFinished(() => server.close());
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => undefined);
    socket.write(ahead.repeat(50));
    socket.resume();
    await once(socket, 'close');
  });
});
