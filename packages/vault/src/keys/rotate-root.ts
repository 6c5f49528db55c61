import type { Statement, Store } from '../store/port.ts';
import { currentRoot, type RootKeySource } from './current-root.ts';
import { RootKeyError } from './errors.ts';
import { countChange, overtaken, type StoredKey, storedKeys, tenantBytes, wrapPurpose } from './key-store.ts';
import type { RootKey } from './root-key.ts';

/** How often other changes of the keys may come in between before we give up. */
const attempts = 5;

const rewrap = async (from: RootKey, to: RootKey, version: number, key: StoredKey): Promise<Statement> => {
  const purpose = wrapPurpose(key);
  const bytes = await from.unwrap(purpose, key.wrapped);
  const wrapped = await to.wrap(purpose, bytes);
  bytes.fill(0);
  return {
    sql: `update wrapped_keys set wrapped = ?, root_version = ?
      where tenant_id = ? and purpose = ? and version = ? and root_version = ?`,
    parameters: [wrapped, version, tenantBytes(key.ownerId), key.purpose, key.version, key.rootVersion],
    guard: { changes: 1, otherwise: overtaken },
  };
};

/**
 * Wraps every stored key under `next` in one write: before it the old root key opens all of them, after it the new one does, and at
 * no time neither. Processes that hold the keys go on; they need the new root key when they start, or when keys are made. Gives the
 * number of the new version.
 */
export const rotateRoot = async (
  { store, root: source, clock }: { store: Store; root: RootKey | RootKeySource; clock: () => number },
  next: RootKey,
): Promise<number> => {
  for (let attempt = 1; ; attempt++) {
    const current = await currentRoot(store, source);
    if (Buffer.from(await current.root.checkValue()).equals(await next.checkValue())) {
      throw new RootKeyError('wrong', 'The new root key is the one in use; nothing was changed. Give another one.');
    }
    const version = current.version + 1;
    const keys = await storedKeys(store);
    const updates: Statement[] = [];
    for (const key of keys) updates.push(await rewrap(current.root, next, version, key));
    const failed = await store.commit([
      countChange,
      {
        sql: 'insert into root_keys (version, check_value, created_at) values (?, ?, ?) on conflict do nothing',
        parameters: [version, await next.checkValue(), clock()],
        guard: { changes: 1, otherwise: overtaken },
      },
      ...updates,
      {
        // A key that was made since we looked is wrapped under the old root key still.
        sql: 'update root_keys set created_at = created_at where version = ? and not exists (select 1 from wrapped_keys where root_version <> ?)',
        parameters: [version, version],
        guard: { changes: 1, otherwise: overtaken },
      },
    ]);
    if (failed === undefined) return version;
    if (attempt === attempts) throw new Error('The keys changed again and again while the root key was rotated.');
  }
};
