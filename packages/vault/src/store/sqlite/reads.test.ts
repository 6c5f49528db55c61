import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { readsOn } from './reads.ts';

/** A table of numbers, and reads of it whose turns end when the test says so. */
const rig = () => {
  const path = join(temporaryFolder(), 'a.db');
  const writer = new DatabaseSync(path);
  writer.exec('pragma journal_mode = wal; create table t (n integer) strict');
  let counted: number | undefined = 0;
  let ends: (() => void)[] = [];
  const reader = new DatabaseSync(path, { readOnly: true });
  const reads = readsOn(reader, path, {
    commits: () => counted,
    later: (run) => ends.push(run),
  });
  onTestFinished(() => {
    reads.close();
    writer.close();
  });
  return {
    ...{ writer, reader },
    insert: (n: number) => writer.exec(`insert into t values (${n})`),
    count: (commits: number | undefined) => {
      counted = commits;
    },
    numbers: () => reads.rows('select n from t order by n', []).map(({ n }) => n),
    all: () => reads.rows('select * from t', []),
    endTurn: () => {
      for (const end of ends.splice(0)) end();
      ends = [];
    },
  };
};

describe('reads of one turn', () => {
  it('see every commit that was counted, and share a transaction between two of them', () => {
    const { insert, count, numbers, endTurn } = rig();
    insert(1);
    expect(numbers()).toEqual([1]);
    insert(2);
    count(1);
    expect(numbers()).toEqual([1, 2]);
    // Nobody was told of this one yet.
    insert(3);
    expect(numbers()).toEqual([1, 2]);
    endTurn();
    expect(numbers()).toEqual([1, 2, 3]);
  });

  it('see everything where nobody counts', () => {
    const { insert, count, numbers } = rig();
    expect(numbers()).toEqual([]);
    count(undefined);
    insert(1);
    expect(numbers()).toEqual([1]);
    insert(2);
    expect(numbers()).toEqual([1, 2]);
  });

  it('leave the database alone when the turn has ended', () => {
    const { writer, insert, numbers, endTurn } = rig();
    insert(1);
    numbers();
    insert(2);
    const busy = () => writer.prepare('pragma wal_checkpoint(truncate)').get()?.busy;
    expect(busy()).toBe(1);
    endTurn();
    expect(busy()).toBe(0);
  });

  it('go on where a failure has ended the transaction', () => {
    const { reader, insert, numbers, endTurn } = rig();
    expect(numbers()).toEqual([]);
    reader.exec('rollback');
    endTurn();
    insert(1);
    expect(numbers()).toEqual([1]);
  });

  it('have the names of columns that a migration added', () => {
    const { writer, insert, all, endTurn } = rig();
    insert(1);
    expect(all()).toEqual([{ n: 1 }]);
    endTurn();
    writer.exec('alter table t add column m integer');
    expect(all()).toEqual([{ n: 1, m: null }]);
  });
});
