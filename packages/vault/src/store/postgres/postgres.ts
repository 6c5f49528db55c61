import { setTimeout as wait } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import type { Random } from '../../ids.ts';
import { StoreError } from '../errors.ts';
import { groupCommit } from '../group-commit.ts';
import type { Migration } from '../migrate.ts';
import type { Store } from '../port.ts';
import { addressOf } from './address.ts';
import { storeError } from './errors.ts';
import { migrate } from './migrate.ts';
import { startReader } from './reader.ts';
import { settle } from './settle.ts';
import { statementsOf } from './statements.ts';
import { types } from './types.ts';
import { startWriter } from './writer.ts';

export interface PostgresOptions {
  /** `postgres://USER:PASSWORD@HOST:5432/DATABASE` */
  url: string;
  /** The schema the tables lie in, made when it is not there: a plain lower-case name. */
  schema: string;
  migrations: readonly Migration[];
  clock: () => number;
  /** Spreads the tries of processes that got into each other's way. */
  random: Random;
}

/** Savepoints in one transaction: up to this number the server keeps them in shared memory (PGPROC_MAX_CACHED_SUBXIDS). */
const largest = 64;

/** With a quarter of a second for each lock, about as long as SQLite waits for another process. */
const tries = 20;

const common = {
  synchronous_commit: 'on',
  default_transaction_isolation: 'read committed',
  statement_timeout: '20s',
  bytea_output: 'hex',
};

/** The settings of connections that write. Locks are short, so who waits long for one waits in a circle. */
const writing = { ...common, lock_timeout: '250ms', idle_in_transaction_session_timeout: '10s' };
const reading = { ...common, default_transaction_read_only: 'on' };

const asClient = (connectionString: string): ClientConfig => ({
  connectionString,
  types,
  keepAlive: true,
  connectionTimeoutMillis: 5000,
  fallback_application_name: 'tessera-vault',
});

/**
 * A schema of a PostgreSQL database. One connection writes, in group commits; others read. Several processes may open the same one:
 * what a write relies on must stand in its guards and constraints, since others write between any read and the write.
 */
export const openPostgres = async ({ url, schema, migrations, clock, random }: PostgresOptions): Promise<Store> => {
  const settings = (more: Record<string, string>) => addressOf(url, { search_path: schema, ...more });
  const { where, connectionString } = settings({});
  const first = new Client(asClient(connectionString));
  first.on('error', () => undefined);
  try {
    await first.connect();
    await migrate(first, schema, migrations, where, clock());
  } catch (error) {
    throw storeError(error, where);
  } finally {
    await first.end();
  }

  const statements = statementsOf();
  const writer = startWriter(asClient(settings(writing).connectionString), statements, where);
  const reader = startReader(
    { ...asClient(settings(reading).connectionString), query_timeout: 30_000 },
    statements,
    where,
  );
  const queue = groupCommit(writer.run, {
    largest,
    tries,
    pause: () => wait(5 + (random(1)[0] ?? 0) / 8),
  });
  let closing: Promise<void> | undefined;
  const assertOpen = () => {
    if (closing !== undefined) throw new StoreError('closed', `${where} has been closed.`);
  };

  const close = async () => {
    await queue.idle();
    await Promise.all([writer.close(), reader.close()]);
  };

  return {
    commit: async (write) => {
      assertOpen();
      return await queue.commit(write);
    },
    rows: async (sql, parameters = []) => {
      assertOpen();
      return await reader.rows(sql, parameters);
    },
    settle: async (table) => {
      assertOpen();
      await settle(reader, table);
    },
    close: () => {
      closing ??= close();
      return closing;
    },
  };
};
