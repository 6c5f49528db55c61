import { expect, it } from 'vitest';
import { allTokens, startRig } from '../testing/rig.ts';
import { storageInFiles } from '../testing/stores.ts';

it('long work is done in turns of tenants, however much of it one of them asks for', async () => {
  const rig = await startRig({ place: storageInFiles(), effort: { free: 0, stretch: 1 } });
  const key = await rig.application('server_to_server', allTokens());
  const other = await rig.application('server_to_server', allTokens(), await rig.tenant('Other'));
  // Refused after all of its work: no write has a part in the order of the answers.
  const body = { type: 'token', data: 'x'.repeat(20_000), search_indexes: ['{{ data | slice: 0, 0 }}'] };

  /** How many of ten requests that came earlier are answered before the last one, which comes with some key. */
  const before = async (last: string): Promise<number> => {
    const done: number[] = [];
    const calls = [...Array.from({ length: 10 }, () => key), last].map(async (by, n) => {
      expect((await rig.send('POST', '/tokens', { key: by, body })).status).toBe(400);
      done.push(n);
    });
    await Promise.all(calls);
    return done.indexOf(10);
  };

  expect(await before(other)).toBeLessThan(4);
  // As a request of the same tenant, it comes last.
  expect(await before(key)).toBeGreaterThan(6);
  await rig.close();
});
