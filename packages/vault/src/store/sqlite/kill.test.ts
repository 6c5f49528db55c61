import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { pairs } from '../testing/pairs.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { openSqlite } from './sqlite.ts';

const committer = fileURLToPath(new URL('../testing/committer.ts', import.meta.url));

/** Starts a writer, kills it once it has acknowledged `count` writes, and gives every number it acknowledged until it died. */
const writeUntilKilled = async (path: string, first: number, count: number): Promise<number[]> => {
  const child = spawn(process.execPath, [committer, path, String(first)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
    if (said.split('\n').length > count) child.kill('SIGKILL');
  });
  const [, signal] = await once(child, 'close');
  expect(signal).toBe('SIGKILL');
  // What follows the last line end was cut off in the middle.
  return said.split('\n').slice(0, -1).map(Number);
};

it('loses no acknowledged write and tears none when the process is killed at any moment', async () => {
  const path = join(temporaryFolder(), 'a.db');
  const acknowledged: number[] = [];
  for (const [round, count] of [1, 40, 333, 1000, 2100].entries()) {
    acknowledged.push(...(await writeUntilKilled(path, round * 1_000_000, count)));

    const store = await openSqlite({ path, migrations: pairs.migrations });
    const kept = new Set((await store.rows<{ n: number }>('select n from lefts')).map(({ n }) => n));
    expect(acknowledged.filter((n) => !kept.has(n))).toEqual([]);
    expect(await store.rows('select n from lefts except select n from rights')).toEqual([]);
    expect(await store.rows('select n from rights except select n from lefts')).toEqual([]);
    expect(await store.rows('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    await store.close();
  }
}, 60_000);
