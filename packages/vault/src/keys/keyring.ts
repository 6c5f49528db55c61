import type { Random } from '../ids.ts';
import type { Statement, Store } from '../store/port.ts';
import { currentRoot, newestRecord, type RootKeySource, type VersionedRoot } from './current-root.ts';
import { agreementsIn } from './dual-control/agreements.ts';
import { KeyDestroyedError, RootKeyError } from './errors.ts';
import { hmac } from './hmac.ts';
import {
  changeCount,
  countChange,
  overtaken,
  type StoredKey,
  storedKeys,
  tenantBytes,
  tenantDestroyedAt,
  tenantPurposes,
  vaultId,
} from './key-store.ts';
import { lastLook } from './last-look.ts';
import { newKey } from './new-key.ts';
import type { Keyring, TenantKeys } from './port.ts';
import { reach } from './reach.ts';
import { type Held, keysOf, materialOf, nameOf, readKeys } from './read-keys.ts';
import type { RootKeyProvider } from './root-key.ts';
import { type TenantKeyMaterial, tenantKeys } from './tenant-keys.ts';
import { newVaultKey, wrappedVaultKey } from './vault-key.ts';

export interface KeyringOptions {
  /** The key database. */
  store: Store;
  root: RootKeyProvider | RootKeySource;
  random: Random;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** Milliseconds for which open keys are used although the root key is out of reach; an hour by default. */
  grace?: number | undefined;
}

const hour = 60 * 60 * 1000;

/** How often the root key may be replaced while the keys of a tenant are made before we give up. */
const attempts = 5;

/** Where the key that API keys are recognised by is kept. */
const apiKeyName = nameOf({ ownerId: vaultId, purpose: 'api-key', version: 1 });

const sealedError = () =>
  new RootKeyError('sealed', 'The vault is sealed: its root key has been out of reach for too long.');

/** Runs one thing after the other. */
const inTurn = () => {
  let last: Promise<void> = Promise.resolve();
  return (run: () => Promise<void>): Promise<void> => {
    last = last.catch(() => undefined).then(run);
    return last;
  };
};

/**
 * The keys of an initialised key database, unwrapped and held as `KeyObject`s. Throws `RootKeyError` with code `wrong` for
 * another root key, `TamperedError` for a changed row.
 */
export const openKeyring = async (options: KeyringOptions): Promise<Keyring> => {
  const { store, root, random, clock, grace = hour } = options;
  let held: Held = new Map();
  let seen: number | undefined;
  let opened: VersionedRoot | undefined;
  let sealings = 0;
  let dropped: number | undefined;
  // What holds the root key may take long to answer. Changes of the keys are read meanwhile.
  const [reading, proving] = [inTurn(), inTurn()];
  const tenants = new Map<string, { material: TenantKeyMaterial; keys: TenantKeys }>();
  const { isOutdated, assertRecent, look } = lastLook(clock);

  /** Waits for what is read, which must not be kept where the vault was sealed meanwhile. */
  const unlessSealed = async <T>(reading: Promise<T>): Promise<T> => {
    const before = sealings;
    const read = await reading;
    if (before !== sealings) throw sealedError();
    return read;
  };

  /** The root key in use. Its provider is asked when there is a new version of it, and not for each key that is made. */
  const current = async (): Promise<VersionedRoot> => {
    const newest = await unlessSealed(newestRecord(store));
    if (opened && newest?.version === opened.version && Buffer.from(newest.record).equals(opened.record)) return opened;
    opened = await unlessSealed(currentRoot(store, root));
    return opened;
  };

  const take = (tenantId: string, material: TenantKeyMaterial | undefined) => {
    const known = tenants.get(tenantId);
    // In place, because requests under way hold the object.
    if (known) known.material.keks = material?.keks ?? [];
    if (!material) tenants.delete(tenantId);
    else if (!known) tenants.set(tenantId, { material, keys: tenantKeys({ material, random, clock, assertRecent }) });
  };

  /** What is stored, by the keys of it that are at hand. */
  const takeOver = (rows: readonly StoredKey[], keys: Held) => {
    held = keys;
    const owners = Map.groupBy(rows, ({ ownerId }) => ownerId);
    owners.delete(vaultId);
    for (const tenantId of tenants.keys()) if (!owners.has(tenantId)) take(tenantId, undefined);
    for (const [tenantId, own] of owners) take(tenantId, materialOf(tenantId, own, keys));
  };

  /** The same, read now. Gives whether the keys at hand are all of them. */
  const takeStored = async (more?: Held): Promise<boolean> => {
    const rows = await look(() => unlessSealed(storedKeys(store)));
    takeOver(rows, keysOf(rows, held, ...(more ? [more] : [])));
    return held.size === rows.length;
  };

  /** How often the stored keys have changed. Where that is known, what is at hand is what is stored. */
  const readCount = () =>
    look(
      () => unlessSealed(changeCount(store)),
      (count) => count === seen || count === dropped,
    );

  const readChanges = async () => {
    const count = await readCount();
    if (count === seen) return;
    // What was destroyed ends here also while the root key of what is new cannot be used.
    if (held.size === 0 || !(await takeStored())) {
      const keys = await unlessSealed(readKeys(store, current, held));
      // What was destroyed while the root key was asked for stays so.
      await takeStored(keys);
    }
    if (!held.has(apiKeyName)) {
      throw new KeyDestroyedError('The key that API keys are recognised by is missing from the key database.');
    }
    seen = count;
  };

  // A root key in shares has to be put together first.
  const reason = await readChanges().then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof RootKeyError && error.code === 'sealed') return error.message;
      throw error;
    },
  );

  const { state, prove, seal } = reach({
    ...{ clock, grace, open: () => reading(readChanges), reason },
    // Of the root key that was in use before, where the one in use now cannot be had: what is open goes on with that.
    health: async () => {
      const used = await current().catch(() => opened);
      // What the next start needs: a service may go on to wrap and no longer open this.
      await used?.provider.health(wrappedVaultKey(used));
    },
    seal: () => {
      sealings += 1;
      held = new Map();
      opened = undefined;
      seen = undefined;
      for (const { material } of tenants.values()) {
        material.keks = [];
        material.unavailable = sealedError();
      }
      tenants.clear();
    },
  });

  const assertOpen = () => {
    if (state().status === 'sealed') throw sealedError();
  };

  const refresh = () =>
    reading(async () => {
      if (state().status !== 'sealed') await readChanges();
    });

  return {
    refresh,
    isOutdated,
    rootKey: state,
    seal,
    proveRootKey: () => proving(prove),
    dropDestroyed: async () => {
      if (state().status === 'sealed') return;
      const count = await readCount();
      if (count === seen || count === dropped) return;
      await takeStored();
      dropped = count;
    },
    has: (tenantId) => {
      assertOpen();
      return tenants.has(tenantId);
    },
    tenant: (tenantId) => {
      assertOpen();
      const known = tenants.get(tenantId);
      if (known) return known.keys;
      throw new KeyDestroyedError(`Tenant ${tenantId} has no keys, or they have been destroyed.`);
    },
    createTenant: async (tenantId) => {
      assertOpen();
      const now = clock();
      const about = { ownerId: tenantId, version: 1, activeAt: now, createdAt: now };
      for (let attempt = 1; ; attempt++) {
        const wrapper = await current();
        const inserts = tenantPurposes.map((purpose) => newKey(wrapper, random, { ...about, purpose }));
        const failed = await store.commit([countChange, ...(await Promise.all(inserts))]);
        if (failed === undefined) break;
        if (failed !== overtaken || attempt === attempts) throw new Error(`The keys could not be kept: ${failed}.`);
      }
      await refresh();
    },
    destroyTenant: async (tenantId) => {
      const id = tenantBytes(tenantId);
      await store.commit([
        countChange,
        {
          sql: 'insert into destroyed_tenants (tenant_id, destroyed_at) values (?, ?) on conflict do nothing',
          parameters: [id, clock()],
        },
        { sql: 'delete from wrapped_keys where tenant_id = ?', parameters: [id] },
      ]);
      await refresh();
    },
    agreements: agreementsIn({ store, clock }),
    destroyedAt: (tenantId) => tenantDestroyedAt(store, tenantId),
    hashApiKey: (key) => {
      assertOpen();
      const apiKey = held.get(apiKeyName);
      if (apiKey) return hmac(apiKey, key);
      throw new KeyDestroyedError('The key that API keys are recognised by is missing from the key database.');
    },
  };
};

/** Makes the first keys in an empty key database and opens it. */
export const createKeyring = async (options: KeyringOptions): Promise<Keyring> => {
  const { store, root: source, random, clock } = options;
  const [provider] = typeof source === 'function' ? source() : [source];
  if (!provider) throw new RootKeyError('missing', 'There is no root key to wrap the first keys under.');
  const now = clock();
  const first = await newVaultKey(provider, 1, random);
  const record: Statement = {
    sql: 'insert into root_keys (version, check_value, created_at) values (?, ?, ?)',
    parameters: [first.version, first.record, now],
  };
  const about = { ownerId: vaultId, purpose: 'api-key', version: 1, activeAt: now, createdAt: now } as const;
  await store.commit([countChange, record, await newKey(first, random, about)]);
  return openKeyring(options);
};
