import { onTestFinished } from 'vitest';
import { pooledRandom } from '../../keys/random.ts';
import { openPostgres } from '../postgres/postgres.ts';
import { freshDatabase } from './postgres-database.ts';
import type { Engine } from './suite/engine.ts';
import { schema, steps } from './table.ts';

/** Each place is a schema in one database. */
export const postgres = (): Engine => {
  const url = freshDatabase();
  let places = 0;
  return {
    name: 'PostgreSQL',
    place: async () => {
      places += 1;
      const options = { url: await url, schema: `place_${places}`, clock: Date.now, random: pooledRandom() };
      return async (migrations = steps(schema)) => {
        const store = await openPostgres({ ...options, migrations });
        onTestFinished(() => store.close());
        return store;
      };
    },
  };
};
