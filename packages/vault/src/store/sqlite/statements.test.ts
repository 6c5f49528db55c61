import { constants, DatabaseSync, type StatementSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { statementsOf } from './statements.ts';

const sql = `select 'limit ?' as text, id from things where kind = ? order by id limit ?`;

const open = (): DatabaseSync => {
  const db = new DatabaseSync(':memory:');
  db.exec(
    "create table things (id integer primary key, kind text) strict; insert into things (kind) values ('a'), ('a')",
  );
  return db;
};

/** How often SQLite asks what a statement may do while it runs, which it does each time that it prepares it. */
const askedWhileRunning = (db: DatabaseSync, prepare: () => StatementSync): number => {
  let asked = 0;
  db.setAuthorizer(() => {
    asked += 1;
    return constants.SQLITE_OK;
  });
  const statement = prepare();
  expect(statement.all('a', 1)).toMatchObject([{ text: 'limit ?', id: 1 }]);
  expect(asked).toBeGreaterThan(0);
  asked = 0;
  expect(statement.all('a', 2)).toHaveLength(2);
  return asked;
};

describe('a statement whose limit is a parameter', () => {
  it('is prepared once, and by SQLite alone each time that it runs', () => {
    const [ours, plain] = [open(), open()];
    expect(askedWhileRunning(ours, () => statementsOf(ours)(sql, ['a', 1]))).toBe(0);
    expect(askedWhileRunning(plain, () => plain.prepare(sql))).toBeGreaterThan(0);
  });
});
