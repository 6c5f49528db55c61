import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Statement, Store } from '../port.ts';
import { openFile, sharedSqlite, sqlite } from '../testing/sqlite-engine.ts';
import { storeSuite } from '../testing/store-suite.ts';
import { processSuite } from '../testing/suite/processes.ts';
import { valueSuite } from '../testing/suite/values.ts';
import { writeSuite } from '../testing/suite/writes.ts';
import { all, insert, schema, steps } from '../testing/table.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { openSqlite } from './sqlite.ts';

/** Bytes that become more while they are packed, which nothing but a defect of ours could send: the thread does not survive them. */
const deadly = (): Statement[] => {
  let asked = 0;
  const growing = Object.defineProperty(new Uint8Array(), 'byteLength', { get: () => (asked++ === 0 ? 0 : 1000) });
  return [{ sql: 'select ?', parameters: [growing] }];
};

storeSuite(sqlite);

describe(`a store on ${sharedSqlite.name}`, () => {
  // Whoever opens the file applies the migrations; who joins takes what is there.
  writeSuite(sharedSqlite);
  valueSuite(sharedSqlite);
  processSuite(sharedSqlite);

  it('goes on with another writer, the same for all, whenever the one that they share has ended', async () => {
    const open = await sharedSqlite.place();
    const stores = [await open(), await open(), await open()] as const;
    const [first, second] = stores;
    /** Commits until it is known that the write was kept: one that was under way when the writer ended may be or not. */
    const surely = async (store: Store, k: string): Promise<void> => {
      const again = { ...insert(k, 1), sql: 'insert into t (k, v) values (?, ?) on conflict do nothing' };
      await store.commit([again]).catch(() => surely(store, k));
    };
    for (let round = 0; round < 20; round += 1) {
      const deaths = [first, second].map((store) => expect(store.commit(deadly())).rejects.toThrow('writer stopped'));
      const names = stores.map((_, index) => `round ${round}, ${index}`);
      await Promise.all([...deaths, ...stores.map((store, index) => surely(store, names[index] ?? ''))]);
      for (const store of stores) expect(await store.rows('select k from t')).toHaveLength(3 * (round + 1));
    }
  });
});

describe('when things go wrong', () => {
  it('a row is not kept that points to one that is not there', async () => {
    const tables =
      'create table p (id integer primary key) strict; create table c (p integer references p (id)) strict';
    const store = await openFile(join(temporaryFolder(), 'a.db'), steps(tables));
    const child: Statement = { sql: 'insert into c values (?)', parameters: [1] };
    await expect(store.commit([child])).rejects.toThrow('FOREIGN KEY');
    await store.commit([{ sql: 'insert into p values (?)', parameters: [1] }, child]);
    expect(await store.rows('select p from c')).toEqual([{ p: 1 }]);
  });

  it('functions and tables that a file names in its schema get no trust from readers', async () => {
    const store = await openFile(join(temporaryFolder(), 'a.db'), steps(schema));
    expect(await store.rows('pragma trusted_schema')).toEqual([{ trusted_schema: 0 }]);
  });

  it('a full disk keeps nothing of the batch and the store goes on', async () => {
    const path = join(temporaryFolder(), 'a.db');
    const store = await openFile(
      path,
      steps(`${schema}; create table b (body blob not null) strict; pragma max_page_count = 40`),
    );
    const big: Statement = { sql: 'insert into b values (?)', parameters: [new Uint8Array(400_000)] };
    const together = await Promise.allSettled([store.commit([insert('a', 1)]), store.commit([insert('b', 1), big])]);
    for (const outcome of together) {
      expect(outcome).toMatchObject({ reason: { code: 'full', message: expect.stringContaining(path) } });
    }
    expect(await store.rows(all)).toEqual([]);
    expect(await store.commit([insert('a', 1)])).toBeUndefined();
  });

  it('another process that holds the database is waited for, then named', async () => {
    const path = join(temporaryFolder(), 'a.db');
    const store = await openFile(path);
    const other = new DatabaseSync(path, { timeout: 5000 });
    onTestFinished(() => other.close());
    other.exec('begin immediate');
    await expect(store.commit([insert('a', 1)])).rejects.toMatchObject({ code: 'busy' });
    other.exec('rollback');
    expect(await store.commit([insert('a', 1)])).toBeUndefined();
  });

  it('a reader that takes long keeps no write waiting', async () => {
    const path = join(temporaryFolder(), 'a.db');
    const patient = { path, migrations: steps(schema), busyTimeout: 3_600_000, logLife: 1 };
    const store = await openSqlite(patient);
    onTestFinished(() => store.close());
    await store.commit([insert('a', 1)]);
    const reader = new DatabaseSync(path, { readOnly: true });
    onTestFinished(() => reader.close());
    reader.exec('begin');
    expect(reader.prepare('select count(*) as n from t').get()).toEqual({ n: 1 });
    // The log is emptied every millisecond, but what the reader looks at stands in it until the reader has ended.
    for (let n = 0; n < 200; n += 1) await store.commit([insert(`k${n}`, n)]);
    expect(reader.prepare('select count(*) as n from t').get()).toEqual({ n: 1 });
    reader.exec('rollback');
    expect(await store.rows('select k from t')).toHaveLength(201);
  });

  it('a thread that scans and dies fails the statement it had in hand, and another takes its place', async () => {
    const path = join(temporaryFolder(), 'a.db');
    const scanner = new URL('../testing/dying-scanner.ts', import.meta.url);
    const store = await openSqlite({ path, migrations: steps(schema), scanner });
    onTestFinished(() => store.close());
    const scans = store.scans({ group: 'a tenant', assertWanted: () => undefined });
    await expect(scans.rows('select 1 as die')).rejects.toMatchObject({ code: 'closed' });
    expect(await scans.rows('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('a writer that dies fails the write it had in hand, and another takes its place', async () => {
    const store = await openFile();
    await store.commit([insert('a', 1)]);
    await expect(store.commit(deadly())).rejects.toMatchObject({ code: 'closed' });
    expect(await store.commit([insert('b', 1)])).toBeUndefined();
    expect(await store.rows('select k from t')).toHaveLength(2);
  });

  it('says what is wrong with a path it cannot use', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'text.db'), 'this is no database, it is a letter to someone else\n'.repeat(40));
    await expect(openFile(join(folder, 'missing', 'a.db'))).rejects.toMatchObject({ code: 'unwritable' });
    await expect(openFile(folder)).rejects.toMatchObject({ code: 'unwritable' });
    await expect(openFile(join(folder, 'text.db'))).rejects.toMatchObject({ code: 'damaged' });
    expect(readFileSync(join(folder, 'text.db'), 'utf8')).toContain('a letter');
  });
});
