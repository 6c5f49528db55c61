import { setTimeout as wait } from 'node:timers/promises';
import { StoreError } from '../errors.ts';
import type { Reader } from './reader.ts';

/** Milliseconds between two looks, and looks: no transaction of ours lives longer (`statement_timeout`). */
const pause = 4;
const looks = 5000;

/** Transactions that write to a table take this lock before they draw their first number (PostgreSQL documentation, §13.3.1). */
const writersOf = `select virtualtransaction as writer from pg_locks
  where locktype = 'relation' and relation = to_regclass(?) and mode = 'RowExclusiveLock' and granted`;

/** Resolves once all who write to a table now have ended. Nobody has to wait for us meanwhile, as behind a lock of our own. */
export const settle = async (reader: Reader, table: string): Promise<void> => {
  const writers = async () => {
    const rows = await reader.rows<{ writer: string }>(writersOf, [table]);
    return new Set(rows.map(({ writer }) => writer));
  };
  let left = await writers();
  for (let look = 0; left.size > 0; look += 1) {
    if (look === looks) throw new StoreError('busy', `Somebody has been writing to ${table} for too long.`);
    await wait(pause);
    const now = await writers();
    left = new Set([...left].filter((writer) => now.has(writer)));
  }
};
