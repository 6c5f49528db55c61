import { constants, DatabaseSync, type StatementSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { SqlValue } from '../port.ts';
import { statementsOf } from './statements.ts';

const open = (): DatabaseSync => {
  const db = new DatabaseSync(':memory:');
  db.exec(
    "create table things (id integer primary key, kind text) strict; insert into things (kind) values ('a'), ('a')",
  );
  return db;
};

/** How often SQLite asks what a statement may do while it runs, which it does each time that it prepares it. */
const askedWhileRunning = (
  db: DatabaseSync,
  prepare: () => StatementSync,
  ...[first, second]: SqlValue[][]
): number => {
  let asked = 0;
  db.setAuthorizer(() => {
    asked += 1;
    return constants.SQLITE_OK;
  });
  const statement = prepare();
  expect(statement.all(...(first ?? []))).toMatchObject([{ text: 'limit ?', id: 1 }]);
  expect(asked).toBeGreaterThan(0);
  asked = 0;
  expect(statement.all(...(second ?? []))).toHaveLength(2);
  return asked;
};

describe('a statement', () => {
  const limited = `select 'limit ?' as text, id from things where kind = ? order by id limit ?`;
  const alike = `select 'limit ?' as text, id from things where kind like ? and id <= ?`;
  const equal = `select 'limit ?' as text, id from things where kind = ? and id <= ? group by id order by id`;

  it.each([limited, alike, equal])('is prepared once, and not again when it runs: %s', (sql) => {
    const db = open();
    expect(askedWhileRunning(db, () => statementsOf(db)(sql, ['a', 1]), ['a', 1], ['a', 2])).toBe(0);
  });

  // What SQLite does with `equal` differs between the versions that Node has.
  it.each([limited, alike])('is prepared again each time where SQLite knows what is bound: %s', (sql) => {
    const db = open();
    expect(askedWhileRunning(db, () => db.prepare(sql), ['a', 1], ['a', 2])).toBeGreaterThan(0);
  });

  it('gets each value as it is', () => {
    const db = open();
    for (const value of ['', '01', 1, 1.5, -0, null, new Uint8Array([0, 1])]) {
      const sql = 'select ? as value, typeof(?) as type';
      const { type } = db.prepare(sql).get(value, value) ?? {};
      expect(statementsOf(db)(sql, [value, value]).get(value, value)).toEqual({ value, type });
    }
  });
});
