import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../store/testing/temporary-folder.ts';
import { run, serve, vault } from './testing/commands.ts';

/** Calls a vault that serves, with JSON. */
const calling = (url: string) => async (key: string, method: string, path: string, body?: unknown) => {
  const response = await fetch(url + path, {
    method,
    headers: { 'BT-API-KEY': key, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
};

const number = '4242424242424242';
const permissions = ['token:pci:create', 'token:pci:read:high'];

/** What the log of the tenant says of backups, oldest first. */
const told = async (folder: string, management: string): Promise<string[]> => {
  const { url, end } = await serve(folder);
  const { body } = await calling(url)(management, 'GET', '/logs?details=true&entity_type=backup');
  await end();
  return body.data
    .map(({ message, reason, origin }: Record<string, string>) => `${message}: ${reason}, ${origin}`)
    .reverse();
};

/** A vault with a card in it, and a backup of that. */
const backedUp = async () => {
  const { folder, made } = await vault();
  const { url, end } = await serve(folder);
  const call = calling(url);
  const application = { name: 'Server', type: 'server_to_server', permissions };
  const { key } = (await call(made.key, 'POST', '/applications', application)).body;
  const token = (await call(key, 'POST', '/tokens', { type: 'card', data: { number } })).body.id as string;
  await end();
  const to = join(temporaryFolder(), 'backup');
  const { code, err } = await run(['backup', '--data-dir', folder, '--to', to]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return { folder, management: made.key as string, key: key as string, token, to };
};

const read = async (folder: string, key: string, token: string) => {
  const { url, end } = await serve(folder);
  const answer = await calling(url)(key, 'GET', `/tokens/${token}`);
  await end();
  return answer;
};

/** Makes the last rotation so old that nothing has to be waited for. */
const backdate = (folder: string) => {
  const db = new DatabaseSync(join(folder, 'keys.db'));
  db.exec('update wrapped_keys set active_at = active_at - 60000; update key_changes set n = n + 1');
  db.close();
};

describe('backup', { timeout: 60_000 }, () => {
  it('makes files for their owner alone, data and keys apart, the root key in neither', async () => {
    const { folder, to } = await backedUp();
    expect(readdirSync(to, { recursive: true }).sort()).toEqual(['data', 'data/vault.db', 'keys', 'keys/keys.db']);
    const rootKey = readFileSync(join(folder, 'root.key'), 'utf8').trim();
    for (const place of ['.', 'data', 'keys']) expect(statSync(join(to, place)).mode & 0o777, place).toBe(0o700);
    for (const file of ['data/vault.db', 'keys/keys.db']) {
      expect(statSync(join(to, file)).mode & 0o777).toBe(0o600);
      const text = readFileSync(join(to, file), 'latin1');
      expect(text).not.toContain(number);
      expect(text).not.toContain(rootKey);
      expect(text).not.toContain(Buffer.from(rootKey, 'base64').toString('latin1'));
    }
  });

  it('runs beside a vault that serves, and says what it proved', async () => {
    const { folder } = await vault();
    await serve(folder);
    const parent = temporaryFolder();
    const [to, keys] = [join(parent, 'data'), join(parent, 'elsewhere', 'keys')];
    const { code, out } = await run(['backup', '--data-dir', folder, '--to', to, '--keys-to', keys, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ data: join(to, 'data'), keys, tenants: 1, findings_total: 0 });
    expect(readdirSync(to, { recursive: true }).sort()).toEqual(['data', 'data/vault.db']);
    expect(readdirSync(keys)).toEqual(['keys.db']);
  });

  it('writes into no folder that holds something, and leaves nothing behind when it fails', async () => {
    const { folder, to } = await backedUp();
    const again = await run(['backup', '--data-dir', folder, '--to', to]);
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('holds something already') });
    const parent = temporaryFolder();
    const missing = await run(['backup', '--data-dir', join(parent, 'no-vault'), '--to', join(parent, 'backup')]);
    expect(missing).toMatchObject({ code: 1, err: expect.stringContaining('There is no vault') });
    expect(readdirSync(parent)).toEqual([]);
  });
});

describe('restore', { timeout: 60_000 }, () => {
  it('brings back what was there, from data, keys and root key kept in three places', async () => {
    const { folder, key, token, to } = await backedUp();
    const rootKey = readFileSync(join(folder, 'root.key'), 'utf8').trim();
    const [data, keys] = [join(temporaryFolder(), 'data'), join(temporaryFolder(), 'keys')];
    cpSync(to, data, { recursive: true });
    cpSync(join(data, 'keys'), keys, { recursive: true });
    rmSync(join(data, 'keys'), { recursive: true });
    const fresh = join(temporaryFolder(), 'fresh');
    const environment = { TESSERA_ROOT_KEY: rootKey };
    const restored = await run(['restore', '--from', data, '--keys-from', keys, '--data-dir', fresh], environment);
    expect(restored).toMatchObject({ code: 0, err: '' });
    expect(readdirSync(fresh).sort()).toEqual(['keys.db', 'lock.db', 'vault.db']);
    for (const file of readdirSync(fresh)) expect(statSync(join(fresh, file)).mode & 0o777).toBe(0o600);
    const { url, end } = await serve(fresh, [], environment);
    expect((await calling(url)(key, 'GET', `/tokens/${token}`)).body.data.number).toBe(number);
    await end();
  });

  it('only proves with --verify, and changes nothing', async () => {
    const { folder, to } = await backedUp();
    const { end } = await serve(folder);
    const before = readdirSync(folder).sort();
    const { code, out } = await run(['restore', '--verify', '--from', to, '--data-dir', folder, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ restored: false, tokens: 1, findings_total: 0 });
    expect(readdirSync(folder).sort()).toEqual(before);
    await end();
  });

  it('moves what is there aside, and keeps the keys that are in place', async () => {
    const { folder, key, token, to } = await backedUp();
    const keys = readFileSync(join(folder, 'keys.db'));
    const { code, out } = await run(['restore', '--from', to, '--data-dir', folder]);
    expect(code).toBe(0);
    const aside = readdirSync(folder).find((name) => name.startsWith('before-restore-')) ?? '';
    expect(out).toContain(aside);
    expect(existsSync(join(folder, aside, 'vault.db'))).toBe(true);
    expect(statSync(join(folder, aside)).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(folder, 'keys.db'))).toEqual(keys);
    expect((await read(folder, key, token)).body.data.number).toBe(number);
    const other = await run(['restore', '--from', to, '--keys-from', to, '--data-dir', folder]);
    expect(other).toMatchObject({ code: 1, err: expect.stringContaining('bring back what was destroyed') });
  });

  it('is refused while a vault serves the folder, and without a backup or a root key', async () => {
    const { folder, to } = await backedUp();
    const { end } = await serve(folder);
    const busy = await run(['restore', '--from', to, '--data-dir', folder]);
    expect(busy).toMatchObject({ code: 1, err: expect.stringContaining('Another process is serving') });
    await end();
    const nowhere = await run(['restore', '--from', join(to, 'nothing'), '--data-dir', folder]);
    expect(nowhere).toMatchObject({ code: 1, err: expect.stringContaining('There is no data at') });
    const fresh = join(temporaryFolder(), 'fresh');
    const keyless = await run(['restore', '--from', to, '--data-dir', fresh]);
    expect(keyless).toMatchObject({ code: 1, err: expect.stringContaining('root.key cannot be read') });
    expect(readdirSync(fresh)).toEqual(['lock.db']);
  });

  it('refuses a backup that was tampered with', async () => {
    const { folder, to, token } = await backedUp();
    const db = new DatabaseSync(join(to, 'data', 'vault.db'));
    db.prepare(`update tokens set impact_level = 'low' where id = ?`).run(
      Buffer.from(token.replaceAll('-', ''), 'hex'),
    );
    db.close();
    const before = readFileSync(join(folder, 'vault.db'));
    const { code, out, err } = await run(['restore', '--from', to, '--data-dir', folder]);
    expect(code).toBe(1);
    expect(out).toContain(`Token ${token} is not what row`);
    expect(err).toContain('Nothing was changed');
    expect(readFileSync(join(folder, 'vault.db'))).toEqual(before);
  });
});

describe('an old backup of the data under the keys in place', { timeout: 60_000 }, () => {
  it('shows nothing of a tenant that was deleted since', async () => {
    const { folder, key, token, to } = await backedUp();
    const tenant = JSON.parse(
      (await run(['tenants', 'create', '--data-dir', folder, '--tenant', 'Two', '--stop-unpinned-pages', '--json']))
        .out,
    );
    const first = await serve(folder);
    const call = calling(first.url);
    const application = { name: 'Server', type: 'server_to_server', permissions };
    const theirs = (await call(tenant.key, 'POST', '/applications', application)).body.key;
    const their = (await call(theirs, 'POST', '/tokens', { type: 'card', data: { number } })).body.id;
    const later = join(temporaryFolder(), 'later');
    expect((await run(['backup', '--data-dir', folder, '--to', later])).code).toBe(0);
    expect((await call(tenant.key, 'DELETE', '/tenants/self')).status).toBe(204);
    await first.end();

    const { code, out } = await run(['restore', '--from', later, '--data-dir', folder]);
    expect(code).toBe(0);
    expect(out).toContain('Deleted: 1 tenant.');
    const { url, end } = await serve(folder);
    expect((await calling(url)(theirs, 'GET', `/tokens/${their}`)).status).toBe(401);
    expect((await calling(url)(key, 'GET', `/tokens/${token}`)).body.data.number).toBe(number);
    await end();
    expect(to).not.toBe(later);
  });

  it('shows nothing that was sealed under a version destroyed since', async () => {
    const { folder, key, token, to } = await backedUp();
    expect((await run(['keys', 'rotate', '--data-dir', folder])).code).toBe(0);
    backdate(folder);
    const inUse = await run(['keys', 'destroy', '--key-version', '1', '--data-dir', folder]);
    expect(inUse).toMatchObject({ code: 1, out: '', err: expect.stringContaining('still needed by 1 tokens') });
    expect((await run(['keys', 'rewrap', '--data-dir', folder, '--json'])).out).toBe(
      '{"tenants":1,"rewrapped":2,"failed":0}\n',
    );
    expect((await run(['keys', 'destroy', '--key-version', '1', '--data-dir', folder])).code).toBe(0);
    expect((await read(folder, key, token)).body.data.number).toBe(number);

    const refused = await run(['restore', '--from', to, '--data-dir', folder]);
    expect(refused).toMatchObject({
      code: 1,
      out: expect.stringContaining(`sealed in token ${token} cannot be opened`),
    });
    expect((await run(['restore', '--from', to, '--data-dir', folder, '--force'])).code).toBe(1);
    const answer = await read(folder, key, token);
    expect(answer.status).toBe(500);
    expect(JSON.stringify(answer.body)).not.toContain('42424242');
  });
});

it('leaves entries in the log of each tenant: of the backup in its copy too, and of its return', async () => {
  const { folder, management, to } = await backedUp();
  const made = `Backup created: ${to}, command backup, `;
  expect(await told(folder, management)).toEqual([expect.stringContaining(made)]);
  expect((await run(['restore', '--data-dir', folder, '--from', to, '--verify'])).code).toBe(0);
  expect(await told(folder, management)).toHaveLength(1);
  expect((await run(['restore', '--data-dir', folder, '--from', to])).code).toBe(0);
  expect(await told(folder, management)).toEqual([
    expect.stringContaining(made),
    expect.stringContaining(`Backup restored: ${to}, command restore, `),
  ]);
});
