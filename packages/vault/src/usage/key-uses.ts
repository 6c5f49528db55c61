import { idToText } from '../ids.ts';
import { idColumn } from '../store/columns.ts';
import type { Reads, Statement, Store } from '../store/port.ts';

/** Keys whose last use may wait to be written. While the store takes nothing for so long that there are more, the oldest are given up. */
const most = 10_000;

interface Use {
  tenantId: string;
  applicationId: string;
  keyId: string;
  at: number;
}

const upsert = ({ tenantId, applicationId, keyId, at }: Use): Statement => ({
  // Processes write in any order, so the later time stays. A key that was deleted meanwhile would be remembered for good; keys of rows that
  // hold none are from before keys had ids.
  sql: `insert into key_uses (tenant_id, key_id, used_at)
    select ?, ?, ? where exists (
      select 1 from applications where tenant_id = ? and id = ? and (keys is null or keys like ?)
    )
    on conflict (tenant_id, key_id) do update set used_at = excluded.used_at where excluded.used_at > key_uses.used_at`,
  parameters: [idColumn(tenantId), idColumn(keyId), at, idColumn(tenantId), idColumn(applicationId), `%"${keyId}"%`],
});

/** Remembers in memory when API keys were used, and writes it to the store at the next `flush`. A crash loses what came since the last one. */
export const keyUses = ({ store, clock }: { store: Store; clock: () => number }) => {
  let waiting = new Map<string, Use>();
  let writing = Promise.resolve();

  const write = async (): Promise<void> => {
    const taken = waiting;
    if (taken.size === 0) return;
    waiting = new Map();
    try {
      await store.commit([...taken.values()].map(upsert));
    } catch (thrown) {
      // What came meanwhile is later.
      waiting = new Map([...taken, ...waiting].slice(-most));
      throw thrown;
    }
  };

  return {
    /** A key was used just now, where it is a key that calls. */
    add: ({ tenantId, applicationId, keyId }: Omit<Use, 'at' | 'keyId'> & { keyId?: string }): void => {
      if (keyId === undefined) return;
      const known = waiting.get(keyId);
      // Every call comes here, so the usual case makes nothing new.
      if (known) known.at = clock();
      else {
        const [oldest] = waiting.size >= most ? waiting.keys() : [];
        if (oldest !== undefined) waiting.delete(oldest);
        waiting.set(keyId, { tenantId, applicationId, keyId, at: clock() });
      }
    },
    /** Resolves once everything that was added before is written. */
    flush: (): Promise<void> => {
      writing = writing.catch(() => {}).then(write);
      return writing;
    },
  };
};

export type KeyUses = ReturnType<typeof keyUses>;

/** When keys of a tenant were last used, in milliseconds, by their ids. Those that never were are left out. */
export const lastUses = async (
  reads: Reads,
  tenantId: string,
  keys: readonly { id: string }[],
): Promise<ReadonlyMap<string, number>> => {
  if (keys.length === 0) return new Map();
  const rows = await reads.rows<{ key_id: Uint8Array; used_at: number }>(
    `select key_id, used_at from key_uses where tenant_id = ? and key_id in (${keys.map(() => '?').join(', ')})`,
    [idColumn(tenantId), ...keys.map(({ id }) => idColumn(id))],
  );
  return new Map(rows.map(({ key_id: id, used_at: at }) => [idToText(id), at]));
};
