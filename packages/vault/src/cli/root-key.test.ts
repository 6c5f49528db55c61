import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasSoftHsm } from '../keys/providers/pkcs11/testing/soft-token.ts';
import { temporaryFolder } from '../store/testing/temporary-folder.ts';
import { rootKey, run, serve, vault } from './testing/commands.ts';
import { tokenKey, transitKey } from './testing/root-key-places.ts';

const statusOf = async (folder: string, args: string[], environment = {}) => {
  const { code, out, err } = await run(['keys', 'status', '--data-dir', folder, '--json', ...args], environment);
  return code === 0 ? JSON.parse(out) : err;
};

describe('--root-key', { timeout: 60_000 }, () => {
  it('names a file that init makes, for its owner alone, or takes when it is there', async () => {
    const parent = temporaryFolder();
    const [folder, file] = [join(parent, 'vault'), join(parent, 'elsewhere.key')];
    const flags = ['--root-key', `file:${file}`];
    const made = await run(['init', '--data-dir', folder, '--tenant', 'Acme', ...flags]);
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(existsSync(join(folder, 'root.key'))).toBe(false);
    const key = readFileSync(file, 'utf8');
    expect(made.out + JSON.stringify(await statusOf(folder, flags))).not.toContain(key.trim());
    expect(await statusOf(folder, flags)).toMatchObject({ root_key: { version: 1 } });
    // The same key by other ways, old ones too.
    expect(await statusOf(folder, ['--root-key', 'env:MY_KEY'], { MY_KEY: key })).toMatchObject({ tenants: [{}] });
    expect(await statusOf(folder, [], { TESSERA_ROOT_KEY: key })).toMatchObject({ tenants: [{}] });
    expect(await statusOf(folder, [], { TESSERA_ROOT_KEY_URI: `file:${file}` })).toMatchObject({ tenants: [{}] });
    const second = await run(['init', '--data-dir', join(parent, 'two'), '--tenant', 'Two', ...flags]);
    expect(second.code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(key);
  });

  it.each([
    ['the key itself', rootKey, 'It is never the key itself.'],
    ['a scheme that is not there', 'ftp://example/key', 'begins with file: or env: or vault:'],
    ['a relative path', 'file:root.key', 'absolute path'],
    ['a file on another host', 'file://host/root.key', 'absolute path'],
    ['a variable that is not set', 'env:NOBODY', 'NOBODY is not set'],
    ['no variable', 'env:A B', 'named by that variable'],
    ['a transit key without mount', 'vault://bao.example/tessera?token-file=/x', 'the mount of the engine'],
    ['a secret in the address', 'vault://root:hunter2@bao.example/transit/tessera', 'may hold no password'],
    ['a secret as a parameter', 'vault://bao.example/transit/tessera?token=hunter2', 'secrets lie in files'],
    ['half of an AppRole', 'vault://bao.example/transit/tessera?role-id=r', 'go together'],
    ['no module', 'pkcs11:token=t;object=o', 'module-path names'],
    ['a PIN', 'pkcs11:token=t;object=o?module-path=/hsm.so&pin-value=hunter2', 'name a file as pin-source'],
    ['no way to log in', 'vault://bao.example/transit/tessera', 'set VAULT_TOKEN'],
  ])('refuses %s, and does not repeat it', async (_, uri, reason) => {
    const { folder } = await vault();
    const { code, out, err } = await run(['keys', 'status', '--data-dir', folder, '--root-key', uri]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(reason);
    for (const secret of [rootKey, 'hunter2']) expect(err).not.toContain(secret);
  });

  it('in a service that does not answer stops commands with words', async () => {
    const { folder } = await vault();
    const { uri, transit } = await transitKey();
    expect((await run(['keys', 'rotate', '--root', '--to', uri, '--data-dir', folder])).code).toBe(0);
    // It wants to be asked again so late that nothing waits for it.
    const headers = { 'Retry-After': '60' };
    transit.state.status = { status: 503, body: { errors: ['Vault is sealed'] }, headers };
    const said = await statusOf(folder, ['--root-key', uri]);
    expect(said).toContain('did not decrypt with the key "tessera" of transit (status 503)');
    expect(said).not.toContain('s.given');
  });
});

/** Places that the root key moves to and back, and where `keys status` says it is then. */
const kinds = [
  [
    'a service',
    async () => {
      const { transit, ...key } = await transitKey();
      return { ...key, renew: () => transit.rotate() };
    },
    'transit AEAD',
  ],
  ...(hasSoftHsm
    ? [['a token', async () => ({ ...(await tokenKey()), renew: () => undefined }), 'AES-256-GCM in a token'] as const]
    : []),
] as const;

describe('keys rotate --root --to', { timeout: 120_000 }, () => {
  it.each(kinds)('moves the root key of a vault that serves to %s and back to a file', async (_, start, where) => {
    const { folder, made } = await vault();
    const { uri, secret, renew } = await start();
    const served = await serve(folder, ['--new-root-key', uri]);
    const knows = async () =>
      (await fetch(`${served.url}/applications/key`, { headers: { 'BT-API-KEY': made.key } })).status;

    const moved = await run(['keys', 'rotate', '--root', '--to', uri, '--data-dir', folder]);
    expect(moved).toMatchObject({ code: 0, err: '' });
    expect(moved.out).toContain('version 2 of the root key');
    expect(moved.out).toContain(`Remove ${join(folder, 'root.key')}`);
    expect(moved.out).not.toContain(secret);
    expect(await statusOf(folder, [])).toContain('This is not the root key');
    expect(await statusOf(folder, ['--root-key', uri])).toMatchObject({
      root_key: { version: 2, uri: expect.stringMatching(/^(vault|pkcs11):/), algorithm: where },
    });
    expect(await knows()).toBe(200);
    // The process that serves takes over keys that are made under the new root key.
    const two = await run([
      'tenants',
      'create',
      '--tenant',
      'Two',
      '--stop-unpinned-pages',
      '--data-dir',
      folder,
      '--json',
      '--root-key',
      uri,
    ]);
    expect(two.code).toBe(0);
    const { key } = JSON.parse(two.out);
    const answer = await fetch(`${served.url}/applications/key`, { headers: { 'BT-API-KEY': key } });
    expect(answer.status).toBe(200);

    // A new version of the key in the service, and a new vault key under it.
    renew();
    const renewed = await run(['keys', 'rotate', '--root', '--data-dir', folder, '--root-key', uri]);
    expect(renewed.out).toContain('in its newest version');
    expect(await statusOf(folder, ['--root-key', uri])).toMatchObject({ root_key: { version: 3 } });

    const file = join(temporaryFolder(), 'back.key');
    const back = await run([
      'keys',
      'rotate',
      '--root',
      '--to',
      `file:${file}`,
      '--data-dir',
      folder,
      '--root-key',
      uri,
    ]);
    expect(back.code).toBe(0);
    expect(await statusOf(folder, ['--root-key', `file:${file}`])).toMatchObject({ root_key: { version: 4 } });
    expect(await statusOf(folder, ['--root-key', uri])).toContain('This is not the root key');
    expect(await knows()).toBe(200);
    await served.end();
    expect(served.err()).not.toContain(secret);
  });

  it('is refused without --root, and to the root key in use', async () => {
    const { folder } = await vault();
    const at = ['keys', 'rotate', '--data-dir', folder, '--to', `file:${join(folder, 'root.key')}`];
    expect(await run(at)).toMatchObject({ code: 2, err: expect.stringContaining('give --root too') });
    expect(await run([...at, '--root'])).toMatchObject({ code: 1, err: expect.stringContaining('is the one in use') });
  });
});
