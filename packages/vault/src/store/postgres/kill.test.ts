import { expect, it, onTestFinished } from 'vitest';
import { pooledRandom } from '../../keys/random.ts';
import { StoreError } from '../errors.ts';
import type { Store } from '../port.ts';
import { pairs } from '../testing/pairs.ts';
import { startPostgres } from '../testing/postgres-server.ts';
import { openPostgres } from './postgres.ts';

/** Writes pairs from many callers at once until all of them were told that the database is gone; gives what was acknowledged. */
const writeUntilGone = async (
  store: Store,
  first: number,
  onAcknowledged: (count: number) => void,
): Promise<number[]> => {
  const acknowledged: number[] = [];
  let next = first;
  const caller = async () => {
    for (;;) {
      const n = next++;
      try {
        await store.commit(pairs.write(n));
      } catch (error) {
        expect(error).toBeInstanceOf(StoreError);
        expect(['unavailable', 'closed']).toContain(error instanceof StoreError && error.code);
        return;
      }
      acknowledged.push(n);
      onAcknowledged(acknowledged.length);
    }
  };
  await Promise.all(Array.from({ length: 32 }, caller));
  return acknowledged;
};

it('loses no acknowledged write and tears none when its server crashes or restarts at any moment', async () => {
  const server = await startPostgres();
  onTestFinished(() => server.remove());
  const options = { url: server.url('postgres'), schema: 'tessera', clock: Date.now, random: pooledRandom() };
  const store = await openPostgres({ ...options, migrations: pairs.migrations });
  onTestFinished(() => store.close());

  const acknowledged: number[] = [];
  const rounds = [
    [1, 'immediate'],
    [150, 'fast'],
    [700, 'immediate'],
  ] as const;
  for (const [round, [count, how]] of rounds.entries()) {
    let stopped: Promise<void> | undefined;
    const told = await writeUntilGone(store, round * 1_000_000, (so) => {
      if (so >= count) stopped ??= server.stop(how);
    });
    acknowledged.push(...told);
    await stopped;
    await expect(store.rows('select 1 as one')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(store.commit(pairs.write(-1))).rejects.toMatchObject({ code: 'unavailable' });

    await server.start();
    // The store that saw it go is the one that finds it again.
    const kept = new Set((await store.rows<{ n: number }>('select n from lefts')).map(({ n }) => n));
    expect(acknowledged.filter((n) => !kept.has(n))).toEqual([]);
    expect(await store.rows('select n from lefts except select n from rights')).toEqual([]);
    expect(await store.rows('select n from rights except select n from lefts')).toEqual([]);
  }
  expect(await store.commit(pairs.write(-1))).toBeUndefined();
}, 60_000);
