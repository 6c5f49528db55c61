import type { Store } from '../store/port.ts';
import type { VersionedRoot } from './current-root.ts';
import { type Purpose, type StoredKey, storedKeys, vaultId } from './key-store.ts';
import { keysOfVersion } from './masked-forms.ts';
import { whereKept } from './root-key.ts';
import { maskedColumns } from './sealed-columns.ts';
import type { VersionUse } from './versions.ts';

/** A key of a vault, or several that are alike. No key is in here. */
export interface InventoryEntry {
  /** A tenant's id, or `vault`. */
  owner: string;
  key: string;
  purpose: string;
  algorithm: string;
  version: number;
  /** How many keys this entry is about. */
  keys: number;
  /** Milliseconds since the epoch; nothing for keys that are made with each value. */
  createdAt: number | undefined;
  /** Days for which it is used at most; nothing for a key that is used as long as what it computed. */
  cryptoperiod: number | undefined;
  /** Where it is kept, and what wraps it. */
  kept: string;
}

/** Days for which keys are used (NIST SP 800-57 part 1, §5.3.6). */
export interface Cryptoperiods {
  root: number;
  tenant: number;
}

/** What a stored key does. Keys that compute hashes are never replaced, because what they computed would be comparable no more. */
const about: Readonly<Record<Purpose, Pick<InventoryEntry, 'key' | 'purpose' | 'algorithm'>>> = {
  kek: {
    key: 'key-encryption key',
    purpose: 'wraps data keys, seals masked forms',
    algorithm: 'AES-256-KW, HKDF-SHA-256',
  },
  fingerprint: { key: 'fingerprint key', purpose: 'tells equal values', algorithm: 'HMAC-SHA-256' },
  'blind-index': { key: 'search key', purpose: 'hashes search labels', algorithm: 'HMAC-SHA-256' },
  audit: { key: 'audit key', purpose: 'authenticates the audit log', algorithm: 'HMAC-SHA-256' },
  'api-key': { key: 'API key hash key', purpose: 'recognises API keys', algorithm: 'HMAC-SHA-256' },
};

const entryOf = (stored: StoredKey, periods: Cryptoperiods): InventoryEntry => ({
  ...about[stored.purpose],
  owner: stored.ownerId === vaultId ? 'vault' : stored.ownerId,
  version: stored.version,
  keys: 1,
  createdAt: stored.createdAt,
  cryptoperiod: stored.purpose === 'kek' ? periods.tenant : undefined,
  kept: 'key database, under the vault key',
});

/** Keys that come and go with the values that they encrypt. */
const usedEntry = ({ tenantId: owner, version, what, values }: VersionUse): InventoryEntry => {
  const own = { owner, version, createdAt: undefined, cryptoperiod: undefined };
  const parent = `version ${version} of the key-encryption key`;
  return what === maskedColumns.what
    ? {
        ...{ ...own, key: 'keys of masked forms', purpose: 'seal masked forms', algorithm: 'AES-256-GCM' },
        ...{ keys: keysOfVersion, kept: `derived from ${parent}` },
      }
    : {
        ...{ ...own, key: `data keys of ${what}`, purpose: 'encrypt one value each', algorithm: 'AES-256-GCM' },
        ...{ keys: values, kept: `beside the value, under ${parent}` },
      };
};

export interface InventoryOptions {
  keys: Store;
  /** What needs which version (`versionUse`). */
  use: readonly VersionUse[];
  root: VersionedRoot;
  periods: Cryptoperiods;
  tenantId?: string | undefined;
}

/** Every key of a vault, from the root key to the data keys, which are counted. */
export const inventory = async ({
  keys,
  use,
  root,
  periods,
  tenantId,
}: InventoryOptions): Promise<InventoryEntry[]> => {
  const [made] = await keys.rows<{ created_at: number }>('select created_at from root_keys where version = ?', [
    root.version,
  ]);
  const description = root.provider.describe();
  const ofRoot = {
    owner: 'vault',
    version: root.version,
    keys: 1,
    createdAt: made?.created_at,
    cryptoperiod: periods.root,
  };
  const isLegacy = root.keys === root.provider;
  const stored = (await storedKeys(keys))
    .filter(({ ownerId }) => tenantId === undefined || ownerId === tenantId || ownerId === vaultId)
    .toSorted(
      (a, b) => a.ownerId.localeCompare(b.ownerId) || a.purpose.localeCompare(b.purpose) || b.version - a.version,
    );
  return [
    {
      ...ofRoot,
      key: 'root key',
      purpose: isLegacy ? 'wraps tenant keys' : 'wraps the vault key',
      algorithm: description.algorithm,
      kept: whereKept(description),
    },
    ...(isLegacy
      ? []
      : [
          {
            ...ofRoot,
            key: 'vault key',
            purpose: 'wraps tenant keys',
            algorithm: 'AES-256-KW',
            kept: `key database, under the root key${description.heldBy === 'this process' ? '' : ` in ${description.heldBy}`}`,
          },
        ]),
    ...stored.map((key) => entryOf(key, periods)),
    ...use.map(usedEntry),
  ];
};

const day = 24 * 60 * 60 * 1000;

/** Whether a key has been used for as long as it may: `soon` in the last tenth of that time. */
export const dueOf = (
  { createdAt, cryptoperiod }: Pick<InventoryEntry, 'createdAt' | 'cryptoperiod'>,
  now: number,
): 'in time' | 'soon' | 'overdue' | 'no end' => {
  if (createdAt === undefined || cryptoperiod === undefined) return 'no end';
  const age = (now - createdAt) / day;
  if (age >= cryptoperiod) return 'overdue';
  return age >= cryptoperiod * 0.9 ? 'soon' : 'in time';
};

/** An entry as `keys inventory --json` and the console show it. */
export const viewEntry = ({ createdAt, cryptoperiod, keys, ...rest }: InventoryEntry, now: number) => ({
  ...rest,
  count: keys,
  created_at: createdAt === undefined ? null : new Date(createdAt).toISOString(),
  cryptoperiod_days: cryptoperiod ?? null,
  due: dueOf({ createdAt, cryptoperiod }, now),
});
