import { availableParallelism } from 'node:os';
import { DatabaseSync } from 'node:sqlite';
import type { MessagePort } from 'node:worker_threads';
import { StoreError } from '../errors.ts';
import { groupCommit, type WatchBatch } from '../group-commit.ts';
import type { Migration } from '../migrate.ts';
import type { SqlValue, Store, Write } from '../port.ts';
import { createPrivately } from '../private-file.ts';
import { inTurns } from '../turns.ts';
import { readsOn } from './reads.ts';
import { startScanners } from './scanners.ts';
import { reading } from './settings.ts';
import { type Writer, type WriterThread, writerOn, writerThread } from './writer.ts';

export interface JoinOptions {
  /** The database file. */
  path: string;
  /** Milliseconds to wait for another process that is writing; 5,000 when not given. */
  busyTimeout?: number;
  /** How many threads that answer requests have a part of the store: they share the threads that scan. One when not given. */
  parts?: number;
  watch?: WatchBatch | undefined;
  /** The program of the threads that scan; tests give one that waits. */
  scanner?: URL | undefined;
}

/** Threads that scan: half of the cores, so that the threads that answer and write keep the others. */
const scannersAtMost = Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2)));

export interface SqliteOptions extends JoinOptions {
  /** Applied before anything else. The file is made, for its owner alone, when it is not there. */
  migrations: readonly Migration[];
  /** The thread that writes; one of its own when not given. */
  writer?: WriterThread;
  /** Milliseconds that deleted rows may live on in the write-ahead log; 60,000 when not given. */
  logLife?: number;
  clock?: () => number;
}

/** Gives a new way to the thread that writes, which is started again where it has ended. */
export type ConnectWriter = () => Promise<MessagePort>;

/** An embedded store, of which other threads can have a part. */
export interface SqliteStore extends Store {
  /** What another thread needs, beside the path, to join this store (`joinSqlite`). */
  connect: ConnectWriter;
}

/**
 * A part of a store that another thread has opened: reads on a connection of its own, which cannot write, leaves statements that take
 * long to threads that scan, and writes through the one thread that can. A commit that any part has acknowledged is seen by all.
 */
export const joinSqlite = async (
  { path, busyTimeout = 5000, parts = 1, watch, scanner }: JoinOptions,
  connect: ConnectWriter,
): Promise<Store> => {
  let writer: Writer = writerOn(await connect(), path);
  const reader = new DatabaseSync(path, { readOnly: true });
  reader.exec(reading(busyTimeout));
  const scanners = startScanners({ path, busyTimeout, program: scanner });
  const turns = inTurns(Math.max(1, Math.floor(scannersAtMost / parts)));

  const reads = readsOn(reader, path, { commits: () => writer.commits() });
  const run = async (writes: readonly Write[]) => {
    // A writer that died took its connection along, and SQLite undoes what it had not committed: another can go on.
    if (writer.stopped()) writer = writerOn(await connect(), path);
    return await writer.run(writes);
  };
  const queue = groupCommit(run, { watch });
  let closing: Promise<void> | undefined;
  const assertOpen = () => {
    if (closing !== undefined) throw new StoreError('closed', `${path} has been closed.`);
  };

  const close = async () => {
    await queue.idle();
    reads.close();
    await scanners.close();
    writer.close();
  };

  return {
    commit: async (write) => {
      assertOpen();
      return await queue.commit(write);
    },
    rows: async <Row>(sql: string, parameters: readonly SqlValue[] = []) => {
      assertOpen();
      return reads.rows(sql, parameters) as Row[];
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

/** The embedded store: one thread writes, in group commits; the threads that call it read on connections of their own. */
export const openSqlite = async (options: SqliteOptions): Promise<SqliteStore> => {
  const { path, migrations, busyTimeout = 5000, logLife = 60_000, clock = Date.now, writer = writerThread() } = options;
  createPrivately(path);
  const start = () => writer.open({ path, busyTimeout, logLife, migrations, now: clock() });
  let thread = start();
  await thread;

  const connect: ConnectWriter = async () => {
    const current = thread;
    try {
      return await (await current).connect();
    } catch {
      // Of several that find it gone, the first starts the next.
      if (thread === current) thread = start();
      return await (await thread).connect();
    }
  };
  const store = await joinSqlite(options, connect);
  return {
    ...store,
    connect,
    close: async () => {
      await store.close();
      await (await thread.catch(() => undefined))?.close();
    },
  };
};
