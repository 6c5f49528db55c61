import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, vi } from 'vitest';
import { insert, open, schema, steps } from '../testing/table.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

describe('the files', () => {
  it('are for their owner alone, journals included', async () => {
    const path = join(temporaryFolder(), 'a.db');
    const store = await open(path);
    await store.commit([insert('a', 1)]);
    for (const file of [path, `${path}-wal`, `${path}-shm`]) {
      expect(existsSync(file), file).toBe(true);
      expect(statSync(file).mode & 0o777, file).toBe(0o600);
    }
  });

  it('forget what was deleted, the write-ahead log included', async () => {
    const path = join(temporaryFolder(), 'a.db');
    const store = await open(path);
    const holds = (text: string) => [path, `${path}-wal`].some((file) => readFileSync(file, 'latin1').includes(text));
    await store.commit([insert('a secret that is soon gone', 1)]);
    await store.commit([{ sql: 'delete from t', parameters: [] }]);
    await vi.waitUntil(() => !holds('soon gone'), { timeout: 4000, interval: 5 });
  });

  it('are brought up to date once, also by two processes at a time', async () => {
    const path = join(temporaryFolder(), 'a.db');
    await (await open(path, steps(schema))).close();
    const [one, two] = await Promise.all([
      open(path, steps(schema, 'create table u (n integer) strict')),
      open(path, steps(schema, 'create table u (n integer) strict')),
    ]);
    expect(await one.rows('select id from migrations')).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await two.rows('select * from u')).toEqual([]);
  });

  it('written by a newer release are refused and left alone', async () => {
    const path = join(temporaryFolder(), 'a.db');
    await (await open(path, steps(schema, 'create table u (n integer) strict'))).close();
    await expect(open(path, steps(schema))).rejects.toMatchObject({
      code: 'newer',
      message: expect.stringContaining('newer release'),
    });
    expect(
      await (await open(path, steps(schema, 'create table u (n integer) strict'))).rows('select * from u'),
    ).toEqual([]);
  });

  it('of another history, or of another program, are refused', async () => {
    const folder = temporaryFolder();
    await (await open(join(folder, 'a.db'), steps(schema))).close();
    await expect(open(join(folder, 'a.db'), steps('create table other (n integer) strict'))).rejects.toMatchObject({
      code: 'altered',
    });
    const foreign = new DatabaseSync(join(folder, 'b.db'));
    foreign.exec('create table photos (n integer)');
    foreign.close();
    await expect(open(join(folder, 'b.db'))).rejects.toMatchObject({ code: 'damaged' });
  });

  it('keep nothing of a migration that fails half-way', async () => {
    const path = join(temporaryFolder(), 'a.db');
    await expect(open(path, steps(schema, 'create table u (n integer) strict; nonsense'))).rejects.toMatchObject({
      code: 'refused',
    });
    const store = await open(path, steps(schema, 'create table u (n integer) strict'));
    expect(await store.rows('select * from u')).toEqual([]);
  });
});
