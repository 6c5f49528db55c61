import { BasisTheoryApiError } from '@tessera/client';
import { expect, it } from 'vitest';
import { loadOnce } from './load-once.ts';

it('loads code once for all who ask', async () => {
  let loads = 0;
  const load = loadOnce(async () => {
    loads += 1;
    return { loads };
  });
  const [first, second] = await Promise.all([load(), load()]);
  expect(await load()).toBe(first);
  expect(second).toBe(first);
  expect(loads).toBe(1);
});

it('says with a typed error that code could not be loaded, and tries again for the next who asks', async () => {
  const cause = new TypeError('Failed to fetch dynamically imported module');
  let isThere = false;
  const load = loadOnce(async () => {
    if (!isThere) throw cause;
    return 'code';
  });
  const failed = await Promise.all([load(), load()].map((loading) => loading.catch((thrown: unknown) => thrown)));
  expect(failed[0]).toBeInstanceOf(BasisTheoryApiError);
  expect(failed[0]).toMatchObject({ status: -1, code: 'vault-unreachable', data: undefined, cause });
  expect(failed[1]).toBe(failed[0]);
  isThere = true;
  expect(await load()).toBe('code');
});
