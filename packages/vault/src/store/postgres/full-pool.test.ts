import { expect, it } from 'vitest';
import { pooledRandom } from '../../keys/random.ts';
import { freshDatabase } from '../testing/postgres-database.ts';
import { session } from '../testing/sessions.ts';
import { all, schema, steps } from '../testing/table.ts';
import { openPostgres } from './postgres.ts';
import { connections } from './reader.ts';

it('a read for which no connection becomes free is told so, and not that there is no server', async () => {
  const url = await freshDatabase();
  const store = await openPostgres({
    ...{ url, schema: 'tessera', migrations: steps(schema) },
    ...{ clock: Date.now, random: pooledRandom() },
  });
  const other = await session(url);
  await other.query('select pg_advisory_lock(1)');
  const held = Array.from({ length: connections }, () =>
    store.rows('select 1 as one from pg_advisory_xact_lock_shared(1)'),
  );
  await expect(store.rows(all)).rejects.toMatchObject({
    ...{ name: 'StoreError', code: 'busy', message: expect.stringContaining('no connection of this process') },
  });
  await other.query('select pg_advisory_unlock(1)');
  await Promise.all(held);
  expect(await store.rows(all)).toEqual([]);
  await store.close();
});
