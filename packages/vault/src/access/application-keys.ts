import { idToText, type Random, uuid7 } from '../ids.ts';
import type { Keyring } from '../keys/port.ts';
import { columnId, idColumn, insertInto } from '../store/columns.ts';
import type { Statement } from '../store/port.ts';
import { newApiKey } from './api-key.ts';

/** A key of an application as it is kept: known by its hash alone. */
export interface ApplicationKey {
  id: string;
  hash: Uint8Array;
  /** The version of the application that it came with. */
  version: number;
  /** When it stops working, in milliseconds; `undefined` when it does not. */
  expiresAt: number | undefined;
  createdAt: number;
  createdBy: string | undefined;
}

/** Keys that an application may have: one in use, one that is put in place, and one to spare. */
export const mostKeys = 3;

/** Those that have not expired. */
export const liveKeys = (keys: readonly ApplicationKey[], now: number): ApplicationKey[] =>
  keys.filter(({ expiresAt }) => expiresAt === undefined || expiresAt > now);

/** A new key, with its secret, which is known here and never again. */
export const makeKey = (
  { keyring, random, clock }: { keyring: Keyring; random: Random; clock: () => number },
  made: Pick<ApplicationKey, 'version' | 'expiresAt' | 'createdBy'>,
): { secret: string; key: ApplicationKey } => {
  const secret = newApiKey(random);
  const id = idToText(uuid7(clock, random)());
  return { secret, key: { ...made, id, hash: keyring.hashApiKey(secret), createdAt: clock() } };
};

interface WrittenKey extends Omit<ApplicationKey, 'hash'> {
  hash: string;
}

/** Keys as the row of their application holds them. */
export const keysColumn = (keys: readonly ApplicationKey[]): string =>
  JSON.stringify(keys.map((key): WrittenKey => ({ ...key, hash: Buffer.from(key.hash).toString('base64') })));

/** Columns of an application that tell of its keys. */
export interface KeyColumns {
  id: Uint8Array;
  keys: string | null;
  /** The columns of rows that were last changed when an application had one key, and a former one for a while. */
  key_hash: Uint8Array | null;
  former_key_hash: Uint8Array | null;
  former_key_ends_at: number | null;
  created_at: number;
  created_by: Uint8Array | null;
}

/** An id for a key from before keys had ids: the application's own, with the end of the hash in place of its random end. */
const inheritedId = (application: Uint8Array, hash: Uint8Array): string =>
  idToText(Buffer.concat([application.subarray(0, 9), hash.subarray(0, 7)]));

/** The keys in the row of an application, newest first. */
export const keysOf = (row: KeyColumns): ApplicationKey[] => {
  if (row.keys !== null) {
    return (JSON.parse(row.keys) as WrittenKey[]).map((key) => ({
      ...key,
      // JSON has no `undefined`: what is missing there is missing here.
      expiresAt: key.expiresAt,
      createdBy: key.createdBy,
      hash: Buffer.from(key.hash, 'base64'),
    }));
  }
  const inherited = (hash: Uint8Array | null, expiresAt: number | undefined): ApplicationKey[] =>
    hash
      ? [
          {
            ...{ id: inheritedId(row.id, hash), hash, version: 1, expiresAt },
            ...{ createdAt: row.created_at, createdBy: columnId(row.created_by) },
          },
        ]
      : [];
  return [
    ...inherited(row.key_hash, undefined),
    ...inherited(row.former_key_hash, row.former_key_ends_at ?? undefined),
  ];
};

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/**
 * Lets keys be found that an application got, and no longer those that it lost. A key is believed only if the row of its application holds
 * it too, which the audit keeps a digest of.
 */
export const findableKeys = (
  { tenantId, id }: { tenantId: string; id: string },
  before: readonly ApplicationKey[],
  after: readonly ApplicationKey[],
): Statement[] => {
  const lost = before.filter(({ hash }) => !after.some((key) => same(key.hash, hash)));
  const got = after.filter(({ hash }) => !before.some((key) => same(key.hash, hash)));
  return [
    ...lost.map(({ hash }) => ({
      sql: 'delete from application_keys where key_hash = ? and tenant_id = ? and application_id = ?',
      parameters: [hash, idColumn(tenantId), idColumn(id)],
    })),
    ...got.map(({ hash }) =>
      insertInto('application_keys', { key_hash: hash, tenant_id: idColumn(tenantId), application_id: idColumn(id) }),
    ),
  ];
};

/** The key with this hash among others. */
export const keyByHash = (keys: readonly ApplicationKey[], hash: Uint8Array): ApplicationKey | undefined =>
  keys.find((key) => same(key.hash, hash));

/** Forgets when keys were last used that are deleted. */
export const forgetUses = (tenantId: string, keys: readonly { id: string }[]): Statement[] =>
  keys.map(({ id }) => ({
    sql: 'delete from key_uses where tenant_id = ? and key_id = ?',
    parameters: [idColumn(tenantId), idColumn(id)],
  }));
