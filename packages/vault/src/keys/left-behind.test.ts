import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSqlite } from '../store/sqlite/sqlite.ts';
import { temporaryFolder } from '../store/testing/temporary-folder.ts';
import { destroyKek, settlingTime } from './destroy.ts';
import { createKeyring, openKeyring } from './keyring.ts';
import { keyMigrations } from './migrations.ts';
import type { EncryptionContext } from './port.ts';
import { pooledRandom } from './random.ts';
import { localRootKey, type RootKeyProvider } from './root-key.ts';
import { activationDelay, rotateKek } from './rotate.ts';
import { rotateRoot } from './rotate-root.ts';
import { remoteRootKey } from './testing/remote-root-key.ts';

const acme = '0190a5b0-0000-7000-8000-000000000001';
const other = '0190a5b0-0000-7000-8000-000000000002';
const place: EncryptionContext = { tenantId: acme, tokenId: 'a token', type: 'token', version: 1, field: 'data' };
const value = Buffer.from('a value');

const root = (fill: number) => localRootKey(new Uint8Array(32).fill(fill));

/** A process that was not told of the next root key, and another one that has moved the keys under it. */
const world = async () => {
  const store = await openSqlite({ path: join(temporaryFolder(), 'keys.db'), migrations: keyMigrations });
  onTestFinished(() => store.close());
  let now = Date.UTC(2026, 0, 1);
  const options = { store, root: root(1), random: pooledRandom(), clock: () => now };
  const behind = await createKeyring(options);
  await behind.createTenant(acme);
  await behind.createTenant(other);
  await rotateRoot(options, root(2));
  const next = { ...options, root: root(2) };
  const keyring = await openKeyring(next);
  const pass = (milliseconds: number) => {
    now += milliseconds;
  };
  return { store, options: next, behind, keyring, pass };
};

const unreadable = expect.objectContaining({ name: 'RootKeyError', code: 'unavailable' });

describe('a process without the root key in use', () => {
  it('works on with the keys that it holds', async () => {
    const { behind, keyring } = await world();
    await behind.refresh();
    const sealed = behind.tenant(acme).seal(place, value);
    expect(Buffer.from(keyring.tenant(acme).open(place, sealed)).toString()).toBe('a value');
  });

  it('forgets a tenant that is deleted, although it cannot read the keys that came with it', async () => {
    const { behind, keyring } = await world();
    const held = behind.tenant(other);
    await keyring.createTenant('0190a5b0-0000-7000-8000-000000000003');
    await keyring.destroyTenant(other);
    await expect(behind.refresh()).rejects.toMatchObject({ code: 'wrong' });
    expect(behind.has(other)).toBe(false);
    expect(() => held.seal({ ...place, tenantId: other }, value)).toThrow('have been destroyed');
    expect(behind.has(acme)).toBe(true);
  });

  it('seals nothing under a version that others have replaced and may destroy, and opens what it can', async () => {
    const { store, options, behind, pass } = await world();
    const keys = behind.tenant(acme);
    const sealed = keys.seal(place, value);
    await rotateKek(options, acme);
    await expect(behind.refresh()).rejects.toMatchObject({ code: 'wrong' });
    pass(activationDelay - 1);
    expect(keys.seal(place, value).kekVersion).toBe(1);
    pass(1);
    for (const use of [() => keys.seal(place, value), () => keys.rewrap(sealed), () => keys.sealingVersion()]) {
      expect(use).toThrow(unreadable);
    }
    expect(Buffer.from(keys.open(place, sealed)).toString()).toBe('a value');
    pass(settlingTime);
    const at = { keys: store, data: { rows: async () => [] }, clock: options.clock };
    expect(await destroyKek(at, acme, 1, async () => undefined)).toBeUndefined();
    await expect(behind.refresh()).rejects.toMatchObject({ code: 'wrong' });
    expect(() => keys.open(place, sealed)).toThrow('was destroyed');
  });
});

describe('a process whose root key does not answer', () => {
  /** A process of a vault whose root key is in a service that may stop to answer, and another one that does not need it to. */
  const waiting = async () => {
    const store = await openSqlite({ path: join(temporaryFolder(), 'keys.db'), migrations: keyMigrations });
    onTestFinished(() => store.close());
    const { provider } = remoteRootKey();
    let answers: Promise<void> = Promise.resolve();
    const slow = async <T>(run: () => Promise<T>): Promise<T> => {
      await answers;
      return await run();
    };
    const silent: RootKeyProvider = {
      ...provider,
      unwrap: (...asked) => slow(() => provider.unwrap(...asked)),
      health: () => slow(provider.health),
    };
    const options = { store, random: pooledRandom(), clock: () => Date.UTC(2026, 0, 1) };
    const elsewhere = await createKeyring({ ...options, root: provider });
    await elsewhere.createTenant(acme);
    await elsewhere.createTenant(other);
    const keyring = await openKeyring({ ...options, root: silent });
    const stops = () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      answers = promise;
      return resolve;
    };
    const replace = () => rotateRoot({ ...options, root: provider }, provider, { again: true });
    return { elsewhere, keyring, stops, replace };
  };

  it('reads what others have changed while it waits for a sign of life', async () => {
    const { elsewhere, keyring, stops } = await waiting();
    const answer = stops();
    const proving = keyring.proveRootKey();
    await elsewhere.destroyTenant(other);
    await keyring.refresh();
    expect(keyring.has(other)).toBe(false);
    answer();
    await proving;
    expect(keyring.rootKey().status).toBe('reachable');
  });

  it('forgets what is destroyed while it waits for the keys that came with it, and then too', async () => {
    const { elsewhere, keyring, stops, replace } = await waiting();
    const third = '0190a5b0-0000-7000-8000-000000000003';
    await replace();
    await elsewhere.createTenant(third);
    const answer = stops();
    const reading = keyring.refresh();
    await keyring.dropDestroyed();
    expect(keyring.has(other)).toBe(true);
    await elsewhere.destroyTenant(other);
    await keyring.dropDestroyed();
    expect(keyring.has(other)).toBe(false);
    answer();
    await reading;
    expect([other, third, acme].map(keyring.has)).toEqual([false, true, true]);
  });
});
