import type { Reads, Store } from '../store/port.ts';
import { countChange, tenantBytes } from './key-store.ts';
import { kekVersions, versionUse } from './versions.ts';

/**
 * Milliseconds that a newer version must have been active. A request that sealed under the old one just before has been written by
 * then, or never will be.
 */
export const settlingTime = 30_000;

/** Why a version was not destroyed. Nothing was changed. */
export type Refusal =
  | { reason: 'unknown' }
  | { reason: 'destroyed'; at: number }
  | { reason: 'newest' }
  /** Milliseconds until it may be. */
  | { reason: 'settling'; left: number }
  | { reason: 'in-use'; values: { what: string; values: number }[] };

export interface DestroyOptions {
  keys: Store;
  data: Reads;
  clock: () => number;
}

/** Why a version of a tenant's KEK may not be destroyed (yet); `undefined` when it may. */
export const objectionToDestroying = async (
  { keys, data, clock }: DestroyOptions,
  tenantId: string,
  version: number,
): Promise<Refusal | undefined> => {
  const now = clock();
  const versions = (await kekVersions(keys, now)).get(tenantId) ?? [];
  if (!versions.some((each) => each.version === version)) {
    const [row] = await keys.rows<{ destroyed_at: number }>(
      'select destroyed_at from destroyed_versions where tenant_id = ? and version = ?',
      [tenantBytes(tenantId), version],
    );
    return row ? { reason: 'destroyed', at: row.destroyed_at } : { reason: 'unknown' };
  }
  const newer = versions.filter((each) => each.version > version);
  if (newer.length === 0) return { reason: 'newest' };
  const settled = Math.min(...newer.map(({ activeAt }) => activeAt)) + settlingTime;
  if (settled > now) return { reason: 'settling', left: settled - now };
  const use = (await versionUse(data, tenantId)).filter((each) => each.version === version);
  return use.length > 0 ? { reason: 'in-use', values: use.map(({ what, values }) => ({ what, values })) } : undefined;
};

/**
 * Destroys a version of a tenant's KEK for good, when nothing needs it any more. What older backups of the data hold under it is
 * unreadable from here on. Gives what spoke against it instead, with nothing changed. `note` is called just before, once nothing speaks
 * against it: whatever happens then, the log has it. Where it rejects, nothing is destroyed.
 */
export const destroyKek = async (
  options: DestroyOptions,
  tenantId: string,
  version: number,
  note: () => Promise<void>,
): Promise<Refusal | undefined> => {
  const refusal = await objectionToDestroying(options, tenantId, version);
  if (refusal) return refusal;
  await note();
  const id = tenantBytes(tenantId);
  const failed = await options.keys.commit([
    countChange,
    {
      sql: `delete from wrapped_keys where tenant_id = ? and purpose = 'kek' and version = ?`,
      parameters: [id, version],
      guard: { changes: 1, otherwise: 'gone' },
    },
    {
      sql: 'insert into destroyed_versions (tenant_id, version, destroyed_at) values (?, ?, ?)',
      parameters: [id, version, options.clock()],
    },
  ]);
  if (failed === undefined) return undefined;
  return (await objectionToDestroying(options, tenantId, version)) ?? { reason: 'unknown' };
};
