import { Failure } from '@tessera/bridge';
import { expect, it } from 'vitest';
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
