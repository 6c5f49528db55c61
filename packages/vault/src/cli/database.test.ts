import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../store/testing/postgres-database.ts';
import { session } from '../store/testing/sessions.ts';
import { temporaryFolder } from '../store/testing/temporary-folder.ts';
import { rootKey, run, serve } from './testing/commands.ts';

/** The arguments of a vault in a database of its own. The password is asked for by nobody, and to be shown to nobody. */
const database = async () => {
  const url = new URL(await freshDatabase());
  url.password = 'a-secret-password';
  const folder = join(temporaryFolder(), 'vault');
  return { url: url.href, folder, where: ['--data-dir', folder, '--database-url', url.href] };
};

const made = async () => {
  const place = await database();
  const { code, out, err } = await run(['init', ...place.where, '--tenant', 'Acme', '--json']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return { ...place, key: String(JSON.parse(out).key) };
};

const permissions = (url: string, key: string) => fetch(`${url}/permissions`, { headers: { 'BT-API-KEY': key } });

describe('init --database-url', () => {
  it('leaves the root key in the folder, and everything else in two schemas', async () => {
    const { url, folder } = await made();
    expect(readdirSync(folder).sort()).toEqual(['lock.db', 'root.key']);
    const { rows } = await (await session(url)).query(
      `select nspname from pg_namespace where nspname like 'tessera%' order by nspname`,
    );
    expect(rows).toEqual([{ nspname: 'tessera' }, { nspname: 'tessera_keys' }]);
  });

  it('tells a person what to back up, and nobody the password', async () => {
    const { where } = await database();
    const { code, out } = await run(['init', ...where, '--tenant', 'Acme']);
    expect(code).toBe(0);
    expect(out).toContain('schema tessera_keys apart from the schema tessera');
    expect(out).not.toContain('password');
  });

  it('changes nothing where there is a vault already, or the keys of one', async () => {
    const { url, where } = await made();
    const elsewhere = ['--data-dir', join(temporaryFolder(), 'other'), '--database-url', url];
    const again = await run(['init', ...elsewhere, '--tenant', 'Other']);
    expect(again).toMatchObject({ code: 1, out: '', err: expect.stringContaining('holds a vault already') });
    expect(again.err).not.toContain('password');
    await (await session(url)).query('drop schema tessera cascade');
    const half = await run(['init', ...where, '--tenant', 'Other']);
    expect(half).toMatchObject({ code: 1, err: expect.stringContaining('holds keys, but no data') });
    expect(await run(['serve', ...where])).toMatchObject({ code: 1, err: half.err });
  });

  it('does not take a root key that lies in the folder for its own', async () => {
    const { folder } = await made();
    const { url } = await database();
    const { code, err } = await run(['init', '--data-dir', folder, '--database-url', url, '--tenant', 'Other']);
    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining('root.key is there already') });
  });

  it('needs no folder when the environment holds the root key', async () => {
    const { url, folder, where } = await database();
    const environment = { TESSERA_ROOT_KEY: rootKey, TESSERA_DATABASE_URL: url };
    const { code } = await run(['init', '--data-dir', folder, '--tenant', 'Acme'], environment);
    expect(code).toBe(0);
    await serve(folder, where.slice(2), environment);
    expect(existsSync(folder)).toBe(false);
  });
});

describe('serve --database-url', () => {
  it('is served by several processes at once, and a tenant of one is a tenant of all', async () => {
    const { folder, where, key } = await made();
    const [one, two] = [await serve(folder, where.slice(2)), await serve(folder, where.slice(2))];
    expect((await permissions(one.url, key)).status).toBe(200);
    expect((await permissions(two.url, key)).status).toBe(200);
    expect(one.err() + two.err()).not.toContain('a-secret-password');
  });

  it('lets all processes together through at the rate of one', async () => {
    const { folder, where, key } = await made();
    const flags = [...where.slice(2), '--rate', '40'];
    const both = [await serve(folder, flags), await serve(folder, flags)];
    const started = performance.now();
    const calls = Array.from({ length: 300 }, (_, i) => permissions(both[i % 2]?.url ?? '', key));
    const answers = await Promise.all(calls);
    const seconds = (performance.now() - started) / 1000;
    const through = answers.filter(({ status }) => status === 200).length;
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(300 - through);
    // A slice is a twentieth: two calls. Each of the two would have let as many through by itself.
    expect(through).toBeLessThanOrEqual(40 + 40 * seconds + 2 * 2);
    expect(through).toBeGreaterThanOrEqual(40);
  });

  it('makes no vault where there is none', async () => {
    const { url, where } = await database();
    const { code, err } = await run(['serve', ...where]);
    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining('holds no vault') });
    const { rows } = await (await session(url)).query(`select 1 from pg_namespace where nspname like 'tessera%'`);
    expect(rows).toEqual([]);
  });

  it('says so when the keys are gone, or the server is', async () => {
    const { url, where } = await made();
    await (await session(url)).query('drop schema tessera_keys cascade');
    const lost = await run(['serve', ...where]);
    expect(lost).toMatchObject({ code: 1, err: expect.stringContaining('has lost its schema tessera_keys') });
    expect(await run(['init', ...where, '--tenant', 'Other'])).toMatchObject({ code: 1, err: lost.err });
    const gone = await run(['serve', '--database-url', 'postgres://me:a-secret-password@127.0.0.1:1/vault']);
    expect(gone).toMatchObject({ code: 1, err: 'The database 127.0.0.1:1/vault cannot be reached (ECONNREFUSED).\n' });
  });
});
