import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { VaultRequest } from '../http/messages.ts';
import { listen } from '../node/server.ts';
import { destination } from './testing/destination.ts';

const { psp, open, closeKept, rig, key } = destination();
beforeEach(() => closeKept());

/** The vault behind a real server. `forget` takes away what tells it that a caller has gone. */
const serve = async ({ forget = false } = {}) => {
  const server = await listen({
    handle: (given, from) => {
      const never = new AbortController().signal;
      const told: VaultRequest = forget
        ? { method: given.method, url: given.url, headers: given.headers, body: given.body, signal: never }
        : given;
      return rig().vault.answer(told, from);
    },
    host: '127.0.0.1',
    port: 0,
    drain: 0,
    trusted: () => false,
  });
  onTestFinished(() => server.close());
  return server.url;
};

/** Begins a proxied call that its destination does not answer, and gives up once it has arrived there. */
const giveUp = async (url: string) => {
  const arrived = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  psp.arrived = () => {
    arrived.resolve();
    return answer.promise;
  };
  const call = request(`${url}/proxy`, { headers: { 'BT-API-KEY': key(), 'BT-PROXY-URL': 'https://psp.example/' } });
  call.on('error', () => undefined).end();
  await arrived.promise;
  call.destroy();
  return answer.resolve;
};

describe('a proxied call whose caller gives up before the destination answers', () => {
  it('lets go of the connection to the destination', async () => {
    await giveUp(await serve());
    await expect.poll(open).toBe(0);
    await expect.poll(() => rig().lines.join('')).toMatch(/"route":"\/proxy","status":502/);
  });

  it('keeps it where nobody tells that the caller has gone', async () => {
    const answer = await giveUp(await serve({ forget: true }));
    await rig().send('GET', '/healthz');
    expect(open()).toBe(1);
    answer();
    await expect.poll(open).toBe(0);
  });
});

describe('a destination that answers with a status that does not exist', () => {
  it.each(['099', '000', '600', '999'])(
    '%s becomes a problem of the proxy, and no connection stays',
    async (status) => {
      const url = await serve();
      psp.act = (response) => response.socket?.write(`HTTP/1.1 ${status} Odd\r\nContent-Length: 0\r\n\r\n`);
      const answer = await fetch(`${url}/proxy`, {
        headers: { 'BT-API-KEY': key(), 'BT-PROXY-URL': 'https://psp.example/' },
      });
      expect(answer.status).toBe(502);
      expect(await answer.json()).toMatchObject({ proxy_error: { status: 502, type: 'destination-failed' } });
      await expect.poll(open).toBe(0);
    },
  );
});

describe('an answer that cannot be written', () => {
  it('lets go of its body', async () => {
    const returned = Promise.withResolvers<void>();
    const body: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => undefined),
        return: async () => {
          returned.resolve();
          return { done: true, value: undefined };
        },
      }),
    };
    const server = await listen({
      handle: async () => ({ status: 99, headers: {}, body }),
      host: '127.0.0.1',
      port: 0,
      drain: 0,
      trusted: () => false,
    });
    onTestFinished(() => server.close());
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.on('error', () => undefined).write('GET / HTTP/1.1\r\nHost: vault\r\n\r\n');
    await once(socket, 'close');
    await returned.promise;
  });
});
