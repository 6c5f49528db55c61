import { setTimeout as wait } from 'node:timers/promises';
import type { Random } from '../../ids.ts';
import { type After, afterwards } from '../../timers.ts';
import { StoreError } from '../errors.ts';
import { groupCommit, type WatchBatch } from '../group-commit.ts';
import type { Migration } from '../migrate.ts';
import type { Store } from '../port.ts';
import { inTurns } from '../turns.ts';
import { addressOf } from './address.ts';
import { clientConfig, configure, withClient } from './client.ts';
import { migrate } from './migrate.ts';
import { assertOwnSessions } from './own-sessions.ts';
import { connections, type Reader, startReader } from './reader.ts';
import { settle } from './settle.ts';
import { statementsOf } from './statements.ts';
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
  watch?: WatchBatch | undefined;
  after?: After | undefined;
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

/** Whether the commit of a session waits for a standby to have it too (PostgreSQL documentation, §26.2.8). */
const waitsForStandby = async (reader: Reader, session: number): Promise<boolean> => {
  const sql = "select pid from pg_stat_activity where pid = ? and wait_event = 'SyncRep'";
  return (await reader.rows(sql, [session])).length > 0;
};

/**
 * A schema of a PostgreSQL database. One connection writes, in group commits; others read. Several processes may open the same one:
 * what a write relies on must stand in its guards and constraints, since others write between any read and the write.
 */
export const openPostgres = async (options: PostgresOptions): Promise<Store> => {
  const { url, schema, migrations, clock, random, watch, after = afterwards } = options;
  const address = addressOf(url);
  const { where } = address;
  const path = { search_path: schema };
  await assertOwnSessions(address);
  await withClient(address, async (client) => {
    await configure(client, path);
    await migrate(client, schema, migrations, where, clock());
  });

  const statements = statementsOf();
  const config = clientConfig(address.connectionString);
  const reader = startReader({ ...config, query_timeout: 30_000 }, { ...path, ...reading }, statements, where);
  const writer = startWriter(config, {
    ...{ settings: { ...path, ...writing }, statements, where, after },
    waitsForStandby: (session) => waitsForStandby(reader, session),
  });
  const queue = groupCommit(writer.run, {
    largest,
    tries,
    watch,
    pause: () => wait(5 + (random(1)[0] ?? 0) / 8),
  });
  const turns = inTurns(connections / 2);
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
    scans: (asker) => ({
      rows: async (sql, parameters = []) => {
        assertOpen();
        return await turns(asker, () => reader.rows(sql, parameters));
      },
    }),
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
