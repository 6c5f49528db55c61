import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { rootKey, run, serve, vault } from './testing/commands.ts';

const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));

/** Starts the program as a process of its own, which can be killed. */
const start = (args: string[]) =>
  spawn(process.execPath, ['--conditions=@tessera/source', cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });

const inKeys = (folder: string, sql: string) => {
  const db = new DatabaseSync(join(folder, 'keys.db'));
  db.exec(`${sql}; update key_changes set n = n + 1`);
  db.close();
};

/** Makes rotations so old that nothing has to be waited for. */
const backdate = (folder: string) => inKeys(folder, 'update wrapped_keys set active_at = active_at - 60000');

const statusOf = async (folder: string, environment = {}) => {
  const { code, out, err } = await run(['keys', 'status', '--data-dir', folder, '--json'], environment);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out);
};

/** Puts a thousand tokens at a time into a vault. */
const fill = async (folder: string, management: string, thousands: number) => {
  const { url, end } = await serve(folder);
  const post = async (key: string, path: string, body: unknown) => {
    const headers = { 'BT-API-KEY': key, 'Content-Type': 'application/json' };
    const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(response.ok).toBe(true);
    return await response.json();
  };
  const application = { name: 'Server', type: 'server_to_server', permissions: ['token:general:create'] };
  const { key } = await post(management, '/applications', application);
  const values = Array.from({ length: 1000 }, (_, n) => `value ${n}`);
  for (let n = 0; n < thousands; n++) await post(key, '/tokenize', values);
  await end();
};

const rootKeyOf = (folder: string) => readFileSync(join(folder, 'root.key'), 'utf8').trim();

describe('keys', { timeout: 60_000 }, () => {
  it('shows versions, what needs them and what to do next', async () => {
    const { folder, made } = await vault();
    await run(['keys', 'rotate', '--data-dir', folder]);
    const pending = await run(['keys', 'status', '--data-dir', folder]);
    expect(pending.out).toMatch(new RegExp(`${made.tenant_id} +2 +pending .*\\n +${made.tenant_id} +1 +active`));
    backdate(folder);
    const { out } = await run(['keys', 'status', '--data-dir', folder]);
    expect(out).toMatch(/ 2 +active .*\n.* 1 +old /);
    expect(out).toContain('tessera-vault keys destroy --key-version 1');
    expect(await statusOf(folder)).toMatchObject({
      root_key: { version: 1 },
      tenants: [
        {
          tenant_id: made.tenant_id,
          versions: [
            { version: 2, state: 'active' },
            { version: 1, state: 'old' },
          ],
        },
      ],
    });
  });

  it('leaves in the audit log of each tenant what was done to its keys, and nothing of what was refused', async () => {
    const { folder, made } = await vault();
    const at = ['--data-dir', folder];
    const other = JSON.parse(
      (await run(['tenants', 'create', '--tenant', 'Two', '--stop-unpinned-pages', '--json', ...at])).out,
    );
    const logged = (tenantId: string) => {
      const db = new DatabaseSync(join(folder, 'vault.db'), { readOnly: true });
      const rows = db
        .prepare(
          `select entity_type, entity_id, operation, actor_type from audit where tenant_id = ? and entity_type in ('key_version', 'key_rewrap') order by n`,
        )
        .all(Buffer.from(tenantId.replaceAll('-', ''), 'hex'));
      db.close();
      return rows.map(({ entity_type: type, entity_id: id, operation, actor_type: by }) =>
        [type, type === 'key_rewrap' ? 'an id' : id, operation, by].join(' '),
      );
    };
    const did = async (...args: string[]) => expect(await run(['keys', ...args, ...at])).toMatchObject({ code: 0 });
    await did('rotate', '--tenant-id', made.tenant_id);
    backdate(folder);
    expect((await run(['keys', 'destroy', '--key-version', '2', ...at])).code).toBe(1);
    await did('rewrap', '--tenant-id', made.tenant_id);
    await did('destroy', '--key-version', '1', '--tenant-id', made.tenant_id);
    await did('rotate', '--root');
    await did('rotate');
    expect(logged(made.tenant_id)).toEqual([
      'key_version 2 create system',
      'key_rewrap an id create system',
      'key_version 1 delete system',
      'key_version vault-2 create system',
      'key_version 3 create system',
    ]);
    expect(logged(other.tenant_id)).toEqual(['key_version vault-2 create system', 'key_version 2 create system']);
    await did('shares', 'create', '--of', '2', '--need', '2', '--json');
    expect(logged(other.tenant_id).at(-1)).toBe('key_version vault-3 create system');
  });

  it('refuses nonsense, with exit code and words', async () => {
    const { folder, made } = await vault();
    const at = ['--data-dir', folder];
    const cases: [args: string[], code: number, err: string][] = [
      [['keys'], 2, 'keys rotate'],
      [['keys', 'delete'], 2, 'There is no command "keys delete"'],
      [['keys', 'rotate', '--tenant-id', 'Acme', ...at], 2, 'takes a UUID'],
      [['keys', 'rotate', '--root', '--tenant-id', made.tenant_id, ...at], 2, 'leave --tenant-id out'],
      [['keys', 'rewrap', '--tenant-id', '01a2007d-c97c-72ce-adb3-7a3cce7d4541', ...at], 1, 'There is no tenant'],
      [['keys', 'destroy', ...at], 2, '--key-version NUMBER is needed'],
      [['keys', 'destroy', '--key-version', 'all', ...at], 2, 'must be a whole number'],
      [['keys', 'destroy', '--key-version', '1', ...at], 1, 'No tenant has an old version 1'],
      [['keys', 'destroy', '--key-version', '1', '--tenant-id', made.tenant_id, ...at], 1, 'is its newest'],
      [['keys', 'status', '--data-dir', join(folder, 'nothing')], 1, 'There is no vault'],
    ];
    for (const [args, code, err] of cases) {
      expect(await run(args), args.join(' ')).toMatchObject({ code, out: '', err: expect.stringContaining(err) });
    }
  });

  it('says of a wrong root key what it is, before anything else', async () => {
    const { folder } = await vault();
    for (const args of [
      ['serve', '--port', '0'],
      ['keys', 'rotate'],
      ['tenants', 'create', '--tenant', 'Two', '--stop-unpinned-pages'],
      ['audit', 'verify'],
    ]) {
      const { code, out, err } = await run([...args, '--data-dir', folder], { TESSERA_ROOT_KEY: rootKey });
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toBe(
        'This is not the root key that the stored keys are wrapped under. Start with that one; nothing was changed.\n',
      );
    }
  });
});

describe('keys rotate --root', { timeout: 60_000 }, () => {
  it('draws a new root key into the file, and the old one opens nothing any more', async () => {
    const { folder } = await vault();
    const old = rootKeyOf(folder);
    const { code, out, err } = await run(['keys', 'rotate', '--root', '--data-dir', folder]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(rootKeyOf(folder)).not.toBe(old);
    for (const key of [old, rootKeyOf(folder)]) expect(out).not.toContain(key);
    expect(existsSync(join(folder, 'root.key.next'))).toBe(false);
    expect(await statusOf(folder)).toMatchObject({ root_key: { version: 2 } });
    expect(await run(['keys', 'status', '--data-dir', folder], { TESSERA_ROOT_KEY: old })).toMatchObject({ code: 1 });
  });

  it('takes the new one from the environment where the old one came from', async () => {
    const { folder } = await vault();
    const old = rootKeyOf(folder);
    const next = Buffer.alloc(32, 8).toString('base64');
    const at = ['--data-dir', folder];
    const alone = await run(['keys', 'rotate', '--root', ...at], { TESSERA_ROOT_KEY: old });
    expect(alone).toMatchObject({ code: 1, err: expect.stringContaining('TESSERA_NEW_ROOT_KEY') });
    const both = { TESSERA_ROOT_KEY: old, TESSERA_NEW_ROOT_KEY: next };
    expect(await statusOf(folder, both)).toMatchObject({ root_key: { version: 1 } });
    expect((await run(['keys', 'rotate', '--root', ...at], both)).code).toBe(0);
    expect(await statusOf(folder, both)).toMatchObject({ root_key: { version: 2 } });
    expect(await statusOf(folder, { TESSERA_ROOT_KEY: next })).toMatchObject({ root_key: { version: 2 } });
    expect((await run(['keys', 'rotate', '--root', ...at], both)).err).toContain('is the one in use');
  });

  it('killed at any moment leaves a root key that opens everything', async () => {
    const { folder } = await vault();
    let killed = 0;
    for (let round = 0; round < 12; round++) {
      const child = start(['keys', 'rotate', '--root', '--data-dir', folder]);
      // From before the program runs to after its end; what happens in between is what this is about.
      const timer = setTimeout(() => child.kill('SIGKILL'), 60 + round * 45);
      const [, signal] = await once(child, 'close');
      clearTimeout(timer);
      if (signal === 'SIGKILL') killed += 1;
      const { root_key, tenants } = await statusOf(folder);
      expect(root_key.version).toBeGreaterThan(0);
      expect(tenants).toHaveLength(1);
    }
    expect(killed).toBeGreaterThan(0);
  });

  it.each([
    ['before the keys were wrapped', 'half of a key', undefined],
    ['before the file was moved', undefined, 'moved'],
  ])('stopped %s is sorted out by the next command', async (_, half, moved) => {
    const { folder } = await vault();
    const [file, next] = [join(folder, 'root.key'), join(folder, 'root.key.next')];
    const old = rootKeyOf(folder);
    if (half !== undefined) writeFileSync(next, half, { mode: 0o600 });
    if (moved !== undefined) {
      await run(['keys', 'rotate', '--root', '--data-dir', folder]);
      writeFileSync(next, readFileSync(file), { mode: 0o600 });
      writeFileSync(file, `${old}\n`);
    }
    const before = await statusOf(folder);
    expect(before.root_key.version).toBe(moved === undefined ? 1 : 2);
    if (moved !== undefined) expect(existsSync(next)).toBe(false);
    expect((await run(['keys', 'rotate', '--root', '--data-dir', folder])).code).toBe(0);
    expect(await statusOf(folder)).toMatchObject({ root_key: { version: before.root_key.version + 1 } });
    expect(existsSync(next)).toBe(false);
  });
});

describe('keys rewrap', { timeout: 120_000 }, () => {
  it('killed in the middle goes on where it was, and nothing is lost', async () => {
    const { folder, made } = await vault();
    await fill(folder, made.key, 4);
    await run(['keys', 'rotate', '--data-dir', folder]);
    backdate(folder);
    const under = () => {
      const db = new DatabaseSync(join(folder, 'vault.db'), { readOnly: true });
      const rows = db.prepare('select kek_version as v, count(*) as n from tokens group by kek_version').all();
      db.close();
      return Object.fromEntries(rows.map(({ v, n }) => [String(v), Number(n)]));
    };
    const child = start(['keys', 'rewrap', '--data-dir', folder]);
    const closed = once(child, 'close');
    while (child.exitCode === null && under()['2'] === undefined) await new Promise((turn) => setTimeout(turn, 5));
    child.kill('SIGKILL');
    await closed;
    const middle = under();
    expect((middle['1'] ?? 0) + (middle['2'] ?? 0)).toBe(4000);
    expect(middle['2']).toBeGreaterThan(0);
    const { out } = await run(['keys', 'rewrap', '--data-dir', folder, '--json']);
    expect(JSON.parse(out)).toEqual({ tenants: 1, rewrapped: middle['1'] ?? 0, failed: 0 });
    expect(under()).toEqual({ 2: 4000 });
    expect((await run(['keys', 'destroy', '--key-version', '1', '--data-dir', folder])).code).toBe(0);
    const verified = JSON.parse((await run(['audit', 'verify', '--data-dir', folder, '--json'])).out);
    expect(verified).toMatchObject({ tokens: 4000, findings_total: 0 });
  });
});
