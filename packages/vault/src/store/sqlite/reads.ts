import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { SqlValue } from '../port.ts';
import { storeError } from './errors.ts';
import { statementsOf } from './statements.ts';

type Row = Record<string, SqlValue>;

/**
 * Makes a statement give its rows as arrays, and gives what makes records of them: records that Node makes are slow to make and to read,
 * because each is a dictionary of its own. A Node that knows no arrays makes the records.
 */
const recordsOf = (statement: StatementSync): ((row: unknown) => Row) => {
  if (!('setReturnArrays' in statement)) return (row) => row as Row;
  statement.setReturnArrays(true);
  let names: string[] = [];
  /** A record of the same form, which is copied faster than one is made name by name. */
  let empty: Row = {};
  const look = (): void => {
    names = statement.columns().map(({ name }) => name);
    empty = Object.fromEntries(names.map((name) => [name, null]));
  };
  look();
  return (row) => {
    const values = row as SqlValue[];
    // `select *` after a migration.
    if (values.length !== names.length) look();
    // Not by a spread, which is slow where it copies records of many forms.
    const record: Row = Object.assign({}, empty);
    for (let place = 0; place < names.length; place += 1) record[names[place] ?? ''] = values[place] ?? null;
    return record;
  };
};

export interface ReadsOptions {
  /** Counts the commits of this process that were or are about to be acknowledged; `undefined` where that is not known. */
  commits: () => number | undefined;
  /** Runs a function when the turn of the event loop ends. */
  later?: (run: () => void) => void;
}

/** Reads of one thread, on a connection that cannot write. */
export interface Reads {
  rows(sql: string, parameters: readonly SqlValue[]): Row[];
  close(): void;
}

/**
 * Reads of a turn of the event loop share a transaction, until something is committed: to begin one takes as long as to read a row. So a
 * read sees every commit of this process that was acknowledged before, and those that another process made before the turn.
 */
export const readsOn = (db: DatabaseSync, path: string, { commits, later = setImmediate }: ReadsOptions): Reads => {
  const statements = statementsOf(db);
  const records = new WeakMap<StatementSync, (row: unknown) => Row>();
  const begin = db.prepare('begin');
  const end = db.prepare('commit');
  /** The commits that the transaction that is open certainly sees. */
  let seen: number | undefined;

  const leave = (): void => {
    if (seen === undefined) return;
    seen = undefined;
    // Some failures of a read end its transaction.
    if (db.isTransaction) end.run();
  };

  const enter = (): void => {
    const now = commits();
    if (now === seen) return;
    leave();
    if (now === undefined) return;
    begin.run();
    seen = now;
    later(leave);
  };

  return {
    rows: (sql, parameters) => {
      try {
        enter();
        const statement = statements(sql, parameters);
        const known = records.get(statement);
        const record = known ?? recordsOf(statement);
        if (!known) records.set(statement, record);
        return statement.all(...parameters).map(record);
      } catch (error) {
        throw storeError(error, path);
      }
    },
    close: () => {
      leave();
      db.close();
    },
  };
};
