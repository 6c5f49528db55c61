import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, vi } from 'vitest';
import { openFile } from '../testing/sqlite-engine.ts';
import { insert } from '../testing/table.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

describe('the files', () => {
  it('are for their owner alone, journals included', async () => {
    const path = join(temporaryFolder(), 'a.db');
    const store = await openFile(path);
    await store.commit([insert('a', 1)]);
    for (const file of [path, `${path}-wal`, `${path}-shm`]) {
      expect(existsSync(file), file).toBe(true);
      expect(statSync(file).mode & 0o777, file).toBe(0o600);
    }
  });

  it('forget what was deleted, the write-ahead log included', async () => {
    const path = join(temporaryFolder(), 'a.db');
    const store = await openFile(path);
    const holds = (text: string) => [path, `${path}-wal`].some((file) => readFileSync(file, 'latin1').includes(text));
    await store.commit([insert('a secret that is soon gone', 1)]);
    await store.commit([{ sql: 'delete from t', parameters: [] }]);
    await vi.waitUntil(() => !holds('soon gone'), { timeout: 4000, interval: 5 });
  });

  it('of another program are refused and left alone', async () => {
    const path = join(temporaryFolder(), 'a.db');
    const foreign = new DatabaseSync(path);
    foreign.exec('create table photos (n integer)');
    await expect(openFile(path)).rejects.toMatchObject({ code: 'damaged' });
    expect(foreign.prepare('select name from sqlite_schema').all()).toEqual([{ name: 'photos' }]);
    foreign.close();
  });
});
