import { setImmediate as otherWork } from 'node:timers/promises';
import type { Random } from '../ids.ts';
import type { Statement, Store } from '../store/port.ts';
import { currentRoot, isCurrentRoot, type RootKeySource, type VersionedRoot } from './current-root.ts';
import { RootKeyError } from './errors.ts';
import { countChange, overtaken, type StoredKey, storedKeys, tenantBytes } from './key-store.ts';
import type { KeyWrapper, RootKeyProvider } from './root-key.ts';
import { forgetShares } from './shares/share-set.ts';
import { newVaultKey } from './vault-key.ts';

/** How often other changes of the keys may come in between before we give up. */
const attempts = 5;

/** Keys that are wrapped anew before others get a turn. */
const keysAtOnce = 50;

const rewrap = async (from: KeyWrapper, to: KeyWrapper, version: number, key: StoredKey): Promise<Statement> => {
  const bytes = await from.unwrap(key, key.wrapped);
  const wrapped = await to.wrap(key, bytes);
  bytes.fill(0);
  return {
    sql: `update wrapped_keys set wrapped = ?, root_version = ?
      where tenant_id = ? and purpose = ? and version = ? and root_version = ?`,
    parameters: [wrapped, version, tenantBytes(key.ownerId), key.purpose, key.version, key.rootVersion],
    guard: { changes: 1, otherwise: overtaken },
  };
};

export interface RotateRootOptions {
  store: Store;
  root: RootKeyProvider | RootKeySource;
  random: Random;
  clock: () => number;
}

/** What belongs to a replacement of the root key. */
interface Beside {
  /** Lets the next root key be the one in use, whose vault key is replaced then. */
  again?: boolean;
  /** Is written with it. */
  also?: readonly Statement[];
  /** Is told of the new version just before it is kept: whatever happens then, the log has it. Where this rejects, nothing is changed. */
  note?: (version: number) => Promise<void>;
}

/** One attempt: every stored key under the next root key, in one write. Gives the new version; nothing if others were quicker. */
const moveTo = async (
  { store, random, clock }: RotateRootOptions,
  current: VersionedRoot,
  next: RootKeyProvider,
  { also = [], note }: Pick<Beside, 'also' | 'note'>,
): Promise<number | undefined> => {
  const { version, record, keys: wrapper } = await newVaultKey(next, current.version + 1, random);
  const updates: Statement[] = [];
  for (const key of await storedKeys(store)) {
    if (key.rootVersion !== current.version) return undefined;
    updates.push(await rewrap(current.keys, wrapper, version, key));
    // Under a key of this process that takes no time between two keys in which anybody else could be answered.
    if (updates.length % keysAtOnce === 0) await otherWork();
  }
  await note?.(version);
  const failed = await store.commit([
    countChange,
    {
      sql: 'insert into root_keys (version, check_value, created_at) values (?, ?, ?) on conflict do nothing',
      parameters: [version, record, clock()],
      guard: { changes: 1, otherwise: overtaken },
    },
    ...updates,
    {
      // A key that was made since we looked is wrapped under the old root key still.
      sql: 'update root_keys set created_at = created_at where version = ? and not exists (select 1 from wrapped_keys where root_version <> ?)',
      parameters: [version, version],
      guard: { changes: 1, otherwise: overtaken },
    },
    forgetShares,
    ...also,
  ]);
  return failed === undefined ? version : undefined;
};

/**
 * Wraps every stored key anew, under a fresh vault key of the root key `next`, in one write: before it the old root key opens all of
 * them, after it the new one does, and at no time neither. Processes that hold the keys go on; they need the new root key when they
 * start, or when keys are made. Gives the number of the new version.
 */
export const rotateRoot = async (
  options: RotateRootOptions,
  next: RootKeyProvider,
  { again = false, also, note }: Beside = {},
): Promise<number> => {
  let noted: number | undefined;
  const noteOnce = async (version: number) => {
    if (noted !== version) await note?.(version);
    noted = version;
  };
  for (let attempt = 1; ; attempt++) {
    const current = await currentRoot(options.store, options.root);
    if (!again && (await isCurrentRoot(options.store, next))) {
      throw new RootKeyError('wrong', 'The new root key is the one in use; nothing was changed. Give another one.');
    }
    const version = await moveTo(options, current, next, { ...(also && { also }), note: noteOnce });
    if (version !== undefined) return version;
    if (attempt === attempts) throw new Error('The keys changed again and again while the root key was rotated.');
  }
};
