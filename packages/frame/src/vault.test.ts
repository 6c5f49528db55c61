import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Failure } from '@tessera/bridge';
import { expect, it, onTestFinished } from 'vitest';
import { createVault, keyGuards } from './vault.ts';

/** A vault that answers the question about a key with these statuses, one after the other, and a window whose time flies. */
const open = (statuses: readonly number[]) => {
  const waited: (number | undefined)[] = [];
  let asked = 0;
  const window = {
    location: { origin: 'https://vault.example' },
    fetch: async () => {
      const status = statuses[asked] ?? statuses.at(-1) ?? 200;
      asked += 1;
      return new Response(JSON.stringify(status === 200 ? { type: 'elements' } : { status }), { status });
    },
    setTimeout: (then: () => void, delay?: number) => {
      waited.push(delay);
      then();
      return 0;
    },
  };
  const own = { apiKey: 'key_1', pageOrigin: 'https://shop.example' };
  const vault = createVault(window as unknown as Window, own, keyGuards);
  return { vault, waited, asked: () => asked };
};

it('asks about the key again while there are too many calls', async () => {
  const { vault, waited, asked } = open([429, 429, 200]);
  await vault.checkKey();
  expect([asked(), waited]).toEqual([3, [1_000, 1_000]]);
});

it('ends with the reason when there are too many calls for long', async () => {
  const { vault, asked } = open([429]);
  await expect(vault.checkKey()).rejects.toEqual(
    new Failure('api-error', { problem: { status: 429, data: { status: 429 } } }),
  );
  expect(asked()).toBe(11);
});

it.each([401, 403, 500])('asks once when the answer is %i', async (status) => {
  const { vault, asked } = open([status]);
  await expect(vault.checkKey()).rejects.toMatchObject({ parts: { problem: { status } } });
  expect(asked()).toBe(1);
});

/** A server on this machine, and what was sent to it. */
const serve = async (answer: RequestListener) => {
  const sent: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    sent.push(request.url);
    request.resume();
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return { sent, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

it('sends what was typed nowhere that an answer leads to', async () => {
  const elsewhere = await serve((_, response) => response.end('{}'));
  const here = await serve((_, response) => response.writeHead(307, { Location: `${elsewhere.origin}/taken` }).end());
  const window = { location: { origin: here.origin }, fetch: globalThis.fetch.bind(globalThis), setTimeout };
  const own = { apiKey: 'key_1', pageOrigin: 'https://shop.example' };
  const vault = createVault(window as unknown as Window, own, keyGuards);
  await expect(vault.post('/tokens', '{"number":"4242424242424242"}', 'a', {})).rejects.toEqual(
    new Failure('vault-unreachable'),
  );
  expect([here.sent, elsewhere.sent]).toEqual([['/tokens'], []]);
});

it('sends no cookie of the vault, and keeps no answer', async () => {
  const asked: RequestInit[] = [];
  const fetch = async (_: string, request: RequestInit) => {
    asked.push(request);
    return new Response('{}');
  };
  const window = { location: { origin: 'https://vault.example' }, fetch, setTimeout };
  const vault = createVault(
    window as unknown as Window,
    { apiKey: 'key_1', pageOrigin: 'https://a.example' },
    keyGuards,
  );
  await vault.send('/tokens/1', { method: 'GET', headers: { 'BT-API-KEY': 'key_2', 'BT-ELEMENTS-PAGE': 'null' } });
  expect(asked).toMatchObject([
    {
      ...{ credentials: 'omit', cache: 'no-store' },
      headers: { 'BT-API-KEY': 'key_1', 'BT-ELEMENTS-PAGE': 'https://a.example' },
    },
  ]);
});

it('tells the page of a problem what the vault says to everybody, and nothing else that stands in the answer', async () => {
  const told = { type: 'validation', title: 'a', status: 400, detail: 'b', instance: 'c', errors: { number: ['d'] } };
  const fetch = async () =>
    new Response(JSON.stringify({ ...told, request: { number: '4242424242424242' }, stack: 'e' }), { status: 400 });
  const window = { location: { origin: 'https://vault.example' }, fetch, setTimeout };
  const vault = createVault(
    window as unknown as Window,
    { apiKey: 'key_1', pageOrigin: 'https://a.example' },
    keyGuards,
  );
  await expect(vault.post('/tokens', '{}', 'a', {})).rejects.toEqual(
    new Failure('api-error', { problem: { status: 400, data: told } }),
  );
});
