import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../store/testing/postgres-database.ts';
import { session } from '../store/testing/sessions.ts';
import { temporaryFolder } from '../store/testing/temporary-folder.ts';
import { run } from './testing/commands.ts';

const made = async () => {
  const url = await freshDatabase();
  const where = ['--data-dir', join(temporaryFolder(), 'vault'), '--database-url', url];
  const { code } = await run(['init', ...where, '--tenant', 'Acme', '--json']);
  expect(code).toBe(0);
  return { url, where };
};

describe('backup and restore with PostgreSQL', { timeout: 60_000 }, () => {
  it('take care of the keys, and say how to dump the data', async () => {
    const { url, where } = await made();
    await run(['keys', 'rotate', ...where]);
    const to = join(temporaryFolder(), 'backup');
    const { code, out, err } = await run(['backup', ...where, '--to', to]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('pg_dump --format=custom --schema=tessera --file=');
    expect(out).not.toContain(url);
    expect(readdirSync(to, { recursive: true }).sort()).toEqual(['keys', 'keys/keys.db']);

    // Whether a new version is in use yet is a matter of the time of day; when it will be is what is kept.
    const status = async () => {
      const { out: text } = await run(['keys', 'status', ...where, '--json']);
      return text.replaceAll(/"state":"(pending|active|old)",/g, '');
    };
    const before = await status();
    expect(before).toContain('"active_at"');
    const inPlace = await run(['restore', ...where, '--from', to]);
    expect(inPlace).toMatchObject({ code: 1, err: expect.stringContaining('holds keys already') });
    expect(await run(['restore', '--verify', ...where, '--from', to])).toMatchObject({ code: 0 });

    await (await session(url)).query('drop schema tessera_keys cascade');
    expect(await run(['keys', 'status', ...where])).toMatchObject({
      code: 1,
      err: expect.stringContaining('lost its'),
    });
    expect(await run(['restore', ...where, '--from', to])).toMatchObject({ code: 0, err: '' });
    expect(await status()).toBe(before);
    expect((await run(['audit', 'verify', ...where])).code).toBe(0);
  });

  it('put no keys beside data that is not there', async () => {
    const { where } = await made();
    const to = join(temporaryFolder(), 'backup');
    expect((await run(['backup', ...where, '--to', to])).code).toBe(0);
    const empty = ['--data-dir', join(temporaryFolder(), 'vault'), '--database-url', await freshDatabase()];
    const { code, err } = await run(['restore', ...empty, '--from', to]);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('Restore it first, with pg_restore') });
  });
});
