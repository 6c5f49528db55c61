import { availableParallelism } from 'node:os';
import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../errors.ts';
import { groupCommit, type WatchBatch } from '../group-commit.ts';
import type { Migration } from '../migrate.ts';
import type { SqlValue, Store, Write } from '../port.ts';
import { createPrivately } from '../private-file.ts';
import { inTurns } from '../turns.ts';
import { storeError } from './errors.ts';
import { startScanners } from './scanners.ts';
import { reading } from './settings.ts';
import { statementsOf } from './statements.ts';
import { startWriter } from './writer.ts';

export interface SqliteOptions {
  /** The database file. Made, for its owner alone, when it is not there. */
  path: string;
  migrations: readonly Migration[];
  /** Milliseconds to wait for another process that is writing; 5,000 when not given. */
  busyTimeout?: number;
  /** Milliseconds that deleted rows may live on in the write-ahead log; 60,000 when not given. */
  logLife?: number;
  clock?: () => number;
  watch?: WatchBatch | undefined;
  /** The program of the threads that scan; tests give one that waits. */
  scanner?: URL | undefined;
}

/** Threads that scan: half of the cores, so that the threads that answer and write keep the others. */
const scannersAtMost = Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2)));

/**
 * The embedded store: one thread writes, in group commits; the calling thread reads on a connection that cannot write, and leaves
 * statements that take long to threads that scan.
 */
export const openSqlite = async (options: SqliteOptions): Promise<Store> => {
  const { path, migrations, busyTimeout = 5000, logLife = 60_000, clock = Date.now, watch, scanner } = options;
  createPrivately(path);
  const newWriter = () => startWriter({ path, busyTimeout, logLife, migrations, now: clock() });
  let writer = await newWriter();
  const reader = new DatabaseSync(path, { readOnly: true });
  reader.exec(reading(busyTimeout));
  const scanners = startScanners({ path, busyTimeout, program: scanner });
  const turns = inTurns(scannersAtMost);

  const statements = statementsOf(reader);
  const run = async (writes: readonly Write[]) => {
    // A writer that died took its connection along, and SQLite undoes what it had not committed: another can go on.
    if (writer.stopped()) writer = await newWriter();
    return await writer.run(writes);
  };
  const queue = groupCommit(run, { watch });
  let closing: Promise<void> | undefined;
  const assertOpen = () => {
    if (closing !== undefined) throw new StoreError('closed', `${path} has been closed.`);
  };

  const close = async () => {
    await queue.idle();
    reader.close();
    await scanners.close();
    await writer.close();
  };

  return {
    commit: async (write) => {
      assertOpen();
      return await queue.commit(write);
    },
    rows: async <Row>(sql: string, parameters: readonly SqlValue[] = []) => {
      assertOpen();
      try {
        return statements(sql, parameters).all(...parameters) as Row[];
      } catch (error) {
        throw storeError(error, path);
      }
    },
    scans: (asker) => ({
      rows: async (sql, parameters = []) => {
        assertOpen();
        return await turns(asker, () => scanners.rows(sql, parameters));
      },
    }),
    // Only one write is ever under way in a database, and it takes its numbers then.
    settle: async () => assertOpen(),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
};
