import type { Random } from '../ids.ts';
import { type Budgets, localBudgets } from '../limits/budgets.ts';
import { sharedBudgets } from '../limits/shared-budgets.ts';
import { assertInitialised, type FolderStores, joinDataDir, lockDataDir, openDataDir } from '../storage/data-dir.ts';
import { assertDatabaseInitialised, openDatabase } from '../storage/database.ts';
import type { Lock } from '../storage/lock.ts';
import type { Stores } from '../storage/stores.ts';
import type { WatchBatch } from '../store/group-commit.ts';
import type { Store } from '../store/port.ts';
import type { Values } from './options.ts';

/** The flags that say where a vault and its root key are, and the file that may say so. */
export const storageFlags = ['data-dir', 'database-url', 'root-key', 'new-root-key', 'config'] as const;

interface Services {
  clock: () => number;
  random: Random;
  watch?: WatchBatch | undefined;
}

type Connect = FolderStores['connect'];

/** What a worker thread needs to join; nothing asks for it on a server, where each thread has connections of its own. */
export interface OpenedStores extends Stores {
  connect: Connect;
}

const noWriter: Connect = () => Promise.reject(new Error('On PostgreSQL no thread writes for others.'));

/** Where a vault stores its data and wrapped keys. Where the root key is does not depend on it (`root-key.ts`). */
export interface Storage {
  /** Throws if there is no vault. */
  assertInitialised(): Promise<void>;
  /** Takes a lock that refuses a second `serve`, where only one is permitted. */
  lock(): Lock;
  open(services: Services): Promise<OpenedStores>;
  /** The same for a worker thread, which has a part of what the thread that started it has opened. */
  join(services: Services, connect: Connect, threads: number): Promise<Stores>;
  /** The rate limits, shared by all threads and processes that serve this vault. */
  budgets(data: Store, clock: () => number, threads: number): Budgets;
}

const inFolder = (dataDir: string): Storage => ({
  assertInitialised: async () => assertInitialised(dataDir),
  lock: () => lockDataDir(dataDir),
  open: ({ clock, watch }) => openDataDir(dataDir, clock, watch),
  join: ({ watch }, connect, threads) => joinDataDir(dataDir, connect, { parts: threads, watch }),
  budgets: (data, clock, threads) => (threads > 1 ? sharedBudgets(data, clock) : localBudgets(clock)),
});

const onServer = (url: string): Storage => ({
  assertInitialised: () => assertDatabaseInitialised(url),
  lock: () => ({ release: () => undefined }),
  open: async (services) => ({ ...(await openDatabase(url, services)), connect: noWriter }),
  join: (services) => openDatabase(url, services),
  budgets: sharedBudgets,
});

export const storageOf = (values: Values<'data-dir' | 'database-url'>): Storage => {
  const url = values['database-url'];
  return url === undefined ? inFolder(values['data-dir']) : onServer(url);
};
