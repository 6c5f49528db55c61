import { afterEach, expect, it, vi } from 'vitest';
import { plainSend } from './plain-calls.ts';

afterEach(() => vi.unstubAllGlobals());

const cut = () => new Response(new ReadableStream({ start: (body) => body.error(new TypeError('network error')) }));

it.each<[what: string, answer: () => Promise<Response>]>([
  ['does not come', () => Promise.reject(new TypeError('Failed to fetch'))],
  ['is cut off', async () => cut()],
])('says that the vault cannot be reached when its answer %s', async (_, answer) => {
  vi.stubGlobal('fetch', answer);
  await expect(plainSend('https://vault.example', 'key_1')('/tokens/1', {}, {})).rejects.toMatchObject({
    code: 'vault-unreachable',
    status: -1,
  });
});

it.each([
  ['{"id":"1"}', { id: '1' }],
  ['no JSON', 'no JSON'],
])('resolves to what the vault answers: %s', async (text, body) => {
  vi.stubGlobal('fetch', async () => new Response(text));
  expect(await plainSend('https://vault.example', 'key_1')('/tokens/1', {}, {})).toEqual(body);
});

it('rejects with the problem that the vault answers with', async () => {
  vi.stubGlobal('fetch', async () => Response.json({ type: 'forbidden' }, { status: 403 }));
  await expect(plainSend('https://vault.example', 'key_1')('/tokens/1', {}, {})).rejects.toMatchObject({
    code: 'api-error',
    status: 403,
    data: { type: 'forbidden' },
  });
});
