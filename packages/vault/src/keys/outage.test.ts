import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSqlite } from '../store/sqlite/sqlite.ts';
import { temporaryFolder } from '../store/testing/temporary-folder.ts';
import { RootKeyError } from './errors.ts';
import { createKeyring, type KeyringOptions, openKeyring } from './keyring.ts';
import { keyMigrations } from './migrations.ts';
import type { EncryptionContext } from './port.ts';
import { healthOf } from './providers/probe.ts';
import { pooledRandom } from './random.ts';
import { localRootKey, type RootKeyProvider } from './root-key.ts';
import { rotateRoot } from './rotate-root.ts';
import { remoteRootKey } from './testing/remote-root-key.ts';

const minute = 60_000;
const id = (n: number) => `0190a5b0-0000-7000-8000-${String(n).padStart(12, '0')}`;
const place = (tenantId: string): EncryptionContext => ({
  tenantId,
  tokenId: 'a token',
  type: 'token',
  version: 1,
  field: 'data',
});
const value = Buffer.from('a value');

const world = async (own: Partial<KeyringOptions> = {}) => {
  const store = await openSqlite({ path: join(temporaryFolder(), 'keys.db'), migrations: keyMigrations });
  onTestFinished(() => store.close());
  const service = remoteRootKey();
  let now = Date.UTC(2026, 0, 1);
  const options: KeyringOptions = {
    ...{ store, root: service.provider, random: pooledRandom(), clock: () => now, grace: 10 * minute },
    ...own,
  };
  const keyring = await createKeyring(options);
  await keyring.createTenant(id(1));
  return {
    ...{ ...service, options, keyring },
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
  };
};

const sealed = expect.objectContaining({ name: 'RootKeyError', code: 'sealed' });

describe('keys under a root key in a service', () => {
  it('are opened by one call to it, however many tenants there are', async () => {
    const { state, options, keyring } = await world();
    for (let n = 2; n <= 40; n++) await keyring.createTenant(id(n));
    state.calls = 0;
    const again = await openKeyring(options);
    expect(state.calls).toBe(1);
    expect(again.has(id(40))).toBe(true);
  });

  it('are not opened without it, and the error is its own', async () => {
    const { state, options } = await world();
    state.away = true;
    await expect(openKeyring(options)).rejects.toMatchObject({
      code: 'unavailable',
      message: 'The service does not answer.',
    });
    await expect(openKeyring({ ...options, root: remoteRootKey(2).provider })).rejects.toMatchObject({ code: 'wrong' });
  });

  it('work on while it is away, also for new tenants, and not a millisecond longer than was set', async () => {
    const { state, keyring, pass } = await world();
    const box = keyring.tenant(id(1)).seal(place(id(1)), value);
    state.away = true;
    await keyring.proveRootKey();
    expect(keyring.rootKey()).toMatchObject({ status: 'unreachable', reason: 'The service does not answer.' });
    await keyring.createTenant(id(2));
    pass(10 * minute - 1);
    await keyring.proveRootKey();
    expect(Buffer.from(keyring.tenant(id(1)).open(place(id(1)), box)).toString()).toBe('a value');
    const held = keyring.tenant(id(1));
    pass(1);
    await keyring.proveRootKey();
    expect(keyring.rootKey()).toMatchObject({ status: 'sealed' });
    for (const use of [
      () => keyring.tenant(id(1)),
      () => keyring.has(id(1)),
      () => keyring.hashApiKey('key'),
      // What a request has in its hands.
      () => held.open(place(id(1)), box),
      () => held.seal(place(id(1)), value),
    ]) {
      expect(use).toThrow(sealed);
    }
    await expect(keyring.createTenant(id(3))).rejects.toThrow(sealed);
    await keyring.refresh();
    expect(keyring.rootKey()).toMatchObject({ status: 'sealed' });
  });

  it('are followed by what the next start needs: a service that wraps and no longer opens what it wrapped is out of reach', async () => {
    const { provider } = remoteRootKey();
    let disabled = false;
    const aging: RootKeyProvider = {
      ...provider,
      unwrap: async (context, wrapped) => {
        if (disabled) throw new RootKeyError('refused', 'This version of the key is disabled.');
        return await provider.unwrap(context, wrapped);
      },
      wrap: async (context, key) => (disabled ? new Uint8Array(40) : await provider.wrap(context, key)),
      health: (wrapped) => healthOf(aging)(wrapped),
    };
    const { keyring } = await world({ root: aging });
    disabled = true;
    await keyring.proveRootKey();
    expect(keyring.rootKey()).toMatchObject({ status: 'unreachable', reason: 'This version of the key is disabled.' });
    disabled = false;
    await keyring.proveRootKey();
    expect(keyring.rootKey()).toEqual({ status: 'reachable' });
  });

  it('would work for good if nobody asked: the question alone ends it', async () => {
    const { state, keyring, pass } = await world();
    state.away = true;
    pass(1000 * minute);
    expect(keyring.has(id(1))).toBe(true);
    await keyring.proveRootKey();
    expect(() => keyring.has(id(1))).toThrow(sealed);
  });

  it('last no longer than a grace period when the clock is set back meanwhile', async () => {
    const { state, keyring, pass } = await world();
    state.away = true;
    pass(-1000 * minute);
    await keyring.proveRootKey();
    pass(10 * minute - 1);
    await keyring.proveRootKey();
    expect(keyring.has(id(1))).toBe(true);
    pass(1);
    await keyring.proveRootKey();
    expect(() => keyring.has(id(1))).toThrow(sealed);
  });

  it('come back by themselves when it does, and open what they had sealed', async () => {
    const { state, keyring, pass } = await world();
    const box = keyring.tenant(id(1)).seal(place(id(1)), value);
    const hash = keyring.hashApiKey('key');
    state.away = true;
    pass(11 * minute);
    await keyring.proveRootKey();
    await keyring.proveRootKey();
    expect(keyring.rootKey().status).toBe('sealed');
    state.away = false;
    await keyring.proveRootKey();
    expect(keyring.rootKey()).toEqual({ status: 'reachable' });
    expect(Buffer.from(keyring.tenant(id(1)).open(place(id(1)), box)).toString()).toBe('a value');
    expect(keyring.hashApiKey('key')).toEqual(hash);
  });

  it('stay sealed under another root key', async () => {
    const other = remoteRootKey(2);
    const service = remoteRootKey();
    let source = service.provider;
    const { keyring, pass } = await world({ root: () => [source] });
    service.state.away = true;
    pass(11 * minute);
    await keyring.proveRootKey();
    source = other.provider;
    await keyring.proveRootKey();
    expect(keyring.rootKey()).toMatchObject({ status: 'sealed', reason: expect.stringContaining('not the root key') });
  });
});

describe('a move of the root key', () => {
  it('goes to a service and back to a file, and each opens everything afterwards', async () => {
    const { options, keyring, provider } = await world();
    const box = keyring.tenant(id(1)).seal(place(id(1)), value);
    const local = () => localRootKey(new Uint8Array(32).fill(9));
    const opens = async (root: KeyringOptions['root']) => {
      const again = await openKeyring({ ...options, root });
      return Buffer.from(again.tenant(id(1)).open(place(id(1)), box)).toString();
    };
    expect(await rotateRoot(options, local())).toBe(2);
    expect(await opens(local())).toBe('a value');
    await expect(opens(provider)).rejects.toMatchObject({ code: 'wrong' });
    expect(await rotateRoot({ ...options, root: local() }, provider)).toBe(3);
    expect(await opens(provider)).toBe('a value');
    await expect(opens(local())).rejects.toMatchObject({ code: 'wrong' });
  });

  it('has a process ask the next root key from then on whether it is there, if it has that', async () => {
    const [old, next] = [remoteRootKey(1), remoteRootKey(2)];
    let atHand = [old.provider];
    const { options, keyring } = await world({ root: () => atHand });
    await rotateRoot(options, next.provider);
    await keyring.proveRootKey();
    expect(keyring.rootKey()).toEqual({ status: 'reachable' });
    atHand = [next.provider, old.provider];
    old.state.away = true;
    await keyring.proveRootKey();
    expect(keyring.rootKey()).toEqual({ status: 'reachable' });
    next.state.away = true;
    await keyring.proveRootKey();
    expect(keyring.rootKey()).toMatchObject({ status: 'unreachable' });
  });

  it('costs one call each way, and changes nothing when the service goes away in the middle', async () => {
    const { options, provider, state } = await world();
    const before = await options.store.rows('select * from wrapped_keys');
    const next = remoteRootKey(3);
    next.state.away = true;
    await expect(rotateRoot(options, next.provider)).rejects.toThrow(RootKeyError);
    expect(await options.store.rows('select * from wrapped_keys')).toEqual(before);
    next.state.away = false;
    state.calls = 0;
    next.state.calls = 0;
    expect(await rotateRoot(options, next.provider)).toBe(2);
    // The next one is asked whether it is the one in use, then for the new vault key.
    expect([state.calls, next.state.calls]).toEqual([1, 2]);
    await expect(openKeyring({ ...options, root: provider })).rejects.toMatchObject({ code: 'wrong' });
  });

  it('within the same root key draws a new vault key only when that is what was asked for', async () => {
    const { options, provider } = await world();
    await expect(rotateRoot(options, provider)).rejects.toThrow('is the one in use');
    expect(await rotateRoot(options, provider, { again: true })).toBe(2);
    const records = await options.store.rows<{ check_value: Uint8Array }>('select check_value from root_keys');
    expect(new Set(records.map(({ check_value: record }) => Buffer.from(record).toString('hex'))).size).toBe(2);
    await openKeyring(options);
  });
});
