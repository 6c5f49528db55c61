import type { Store } from '../store/port.ts';
import { type Cryptoperiods, dueOf } from './inventory.ts';
import { kekVersions } from './versions.ts';

/** A key that has been used for as long as it may, or nearly. */
export interface DueKey {
  key: 'root' | 'tenant';
  tenantId?: string;
  due: 'soon' | 'overdue';
}

/** The keys whose cryptoperiod (NIST SP 800-57 part 1, §5.3.6) is over or ends soon. A key that is about to be replaced is not one. */
export const dueKeys = async (keys: Store, periods: Cryptoperiods, now: number): Promise<DueKey[]> => {
  const found: DueKey[] = [];
  const look = (key: DueKey['key'], createdAt: number | undefined, tenantId?: string) => {
    const due = dueOf({ createdAt, cryptoperiod: periods[key] }, now);
    if (due === 'soon' || due === 'overdue') found.push({ key, due, ...(tenantId !== undefined && { tenantId }) });
  };
  const [root] = await keys.rows<{ created_at: number }>(
    'select created_at from root_keys order by version desc limit 1',
  );
  look('root', root?.created_at);
  for (const [tenantId, versions] of await kekVersions(keys, now)) {
    const isReplaced = versions.some(({ state }) => state === 'pending');
    if (!isReplaced) look('tenant', versions.find(({ state }) => state === 'active')?.createdAt, tenantId);
  }
  return found;
};
