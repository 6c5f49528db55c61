import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { newestRecord } from '../../packages/vault/src/keys/current-root.ts';
import { storedKeys } from '../../packages/vault/src/keys/key-store.ts';
import { keyMigrations } from '../../packages/vault/src/keys/migrations.ts';
import { parsePkcs11Uri } from '../../packages/vault/src/keys/providers/pkcs11/location.ts';
import { pkcs11RootKey } from '../../packages/vault/src/keys/providers/pkcs11/pkcs11.ts';
import { hasSoftHsm, softHsm, softTokens } from '../../packages/vault/src/keys/providers/pkcs11/testing/soft-token.ts';
import { localRootKey, type RootKeyProvider } from '../../packages/vault/src/keys/root-key.ts';
import { openVaultKey, vaultKeyContext } from '../../packages/vault/src/keys/vault-key.ts';
import { dataDirFiles } from '../../packages/vault/src/storage/data-dir.ts';
import { openSqlite } from '../../packages/vault/src/store/sqlite/sqlite.ts';
import { initVault, makeApplication, serveVault, type VaultProcess } from '../processes/vault-process.ts';
import { filesIn, search } from './search.ts';

const preload = new URL('./print-environment.ts', import.meta.url);

/** The bytes as a text of Latin-1 letters, and how they are written. */
const forms = (bytes: Uint8Array): string[] => {
  const buffer = Buffer.from(bytes);
  return [
    buffer.toString('base64'),
    buffer.toString('base64url'),
    buffer.toString('hex'),
    buffer.toString('hex').toUpperCase(),
  ];
};

const found = (place: string, text: Buffer, keys: readonly Uint8Array[]) =>
  keys.flatMap((key, n) => [
    ...(text.includes(Buffer.from(key)) ? [`key ${n} in ${place}`] : []),
    ...forms(key).flatMap((form) => search(place, text, [form]).map(({ form: how }) => `key ${n} in ${place}: ${how}`)),
  ]);

/** The keys of a vault under its root key: the vault key, and those of its tenants. */
const keysUnder = async (root: RootKeyProvider, folder: string): Promise<Uint8Array[]> => {
  const store = await openSqlite({ path: dataDirFiles(folder).keys, migrations: keyMigrations });
  try {
    const newest = await newestRecord(store);
    if (!newest) throw new Error('There is no root key.');
    const wrapper = await openVaultKey(root, newest);
    const vaultKey = await root.unwrap(vaultKeyContext(newest.version), newest.record);
    const keys = await Promise.all((await storedKeys(store)).map((key) => wrapper?.unwrap(key, key.wrapped)));
    return [vaultKey, ...keys.filter((key) => key !== undefined)];
  } finally {
    await store.close();
  }
};

/** Every key of a vault whose root key is known. */
const keysOf = async (folder: string, rootKey: Uint8Array): Promise<Uint8Array[]> => [
  rootKey,
  ...(await keysUnder(localRootKey(Uint8Array.from(rootKey)), folder)),
];

/** Runs a vault, uses it, and gives what it wrote. */
const work = async (folder: string, program: string, rootKey = 'env:CANARY_ROOT_KEY'): Promise<string> => {
  const { key } = await initVault(folder, undefined, ['--root-key', rootKey]);
  const flags = ['--root-key', rootKey, '--log-level', 'debug'];
  const vault: VaultProcess = await serveVault(folder, [program], flags);
  try {
    const server = await makeApplication(vault, key, 'server_to_server', [
      'token:general:create',
      'token:general:read:high',
    ]);
    const headers = { 'bt-api-key': server, 'content-type': 'application/json' };
    const body = JSON.stringify({ type: 'token', data: 'a value' });
    expect((await fetch(`${vault.origin}/tokens`, { method: 'POST', headers, body })).status).toBe(201);
    await expect.poll(() => vault.output().toString(), { timeout: 30_000 }).toContain('that was the environment');
    return vault.output().toString();
  } finally {
    await vault.stop();
  }
};

describe('no key of a vault', () => {
  const rootKey = randomBytes(32);
  let parent: string;
  beforeAll(() => {
    parent = mkdtempSync(join(tmpdir(), 'tessera-canary-keys-'));
    process.env.CANARY_ROOT_KEY = rootKey.toString('base64');
  });
  afterAll(() => {
    delete process.env.CANARY_ROOT_KEY;
    rmSync(parent, { recursive: true, force: true });
  });

  test('lies in its files, its log, or the environment that it passes on', { timeout: 90_000 }, async () => {
    const folder = join(parent, 'one');
    const output = await work(folder, preload.href);
    expect(output).toMatch(/^PATH=/m);
    const keys = await keysOf(folder, rootKey);
    expect(keys.length).toBeGreaterThanOrEqual(6);
    const places = [...filesIn(folder), { path: 'output', bytes: Buffer.from(output) }];
    expect(places.flatMap(({ path, bytes }) => found(path, bytes, keys))).toEqual([]);
  });

  test.runIf(hasSoftHsm)(
    'nor the PIN of its token, lies there, or in a temporary file',
    { timeout: 90_000 },
    async () => {
      const [folder, temporary] = [join(parent, 'three'), join(parent, 'temporary')];
      const tokens = softTokens(join(parent, 'softhsm'));
      const [inToken, pin, pinFile] = [randomBytes(32), '4711-0815-2718', join(parent, 'pin')];
      tokens.make('payments', pin, { label: 'root', value: inToken.toString('hex') });
      writeFileSync(pinFile, pin, { mode: 0o600 });
      mkdirSync(temporary);
      vi.stubEnv('SOFTHSM2_CONF', tokens.environment.SOFTHSM2_CONF);
      vi.stubEnv('TMPDIR', temporary);
      onTestFinished(() => void vi.unstubAllEnvs());
      const path = `token=payments;object=root?module-path=${softHsm.module}&pin-source=file:${pinFile}`;
      const output = await work(folder, preload.href, `pkcs11:${path}`);
      const provider = pkcs11RootKey({ ...parsePkcs11Uri(path), patience: 60_000 });
      onTestFinished(provider.end);
      const secrets = [inToken, Buffer.from(pin), ...(await keysUnder(provider, folder))];
      expect(secrets.length).toBeGreaterThanOrEqual(7);
      const places = [...filesIn(folder), ...filesIn(temporary), { path: 'output', bytes: Buffer.from(output) }];
      expect(places.flatMap((place) => found(place.path, place.bytes, secrets))).toEqual([]);
      expect(found('the file of the PIN', readFileSync(pinFile), secrets)).not.toEqual([]);
    },
  );

  test('would be missed: the same search finds a root key that is passed on, and keys in a file', {
    timeout: 90_000,
  }, async () => {
    const folder = join(parent, 'two');
    const output = await work(folder, `${preload.href}?keep-root-key`);
    expect(found('output', Buffer.from(output), [rootKey])).not.toEqual([]);
    const keys = await keysOf(folder, rootKey);
    for (const key of keys) {
      for (const text of [Buffer.from(key), ...forms(key).map((form) => Buffer.from(`x${form}x`))]) {
        expect(found('a file', Buffer.concat([randomBytes(40), text]), [key])).not.toEqual([]);
      }
    }
  });
});
