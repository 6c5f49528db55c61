import type { SqlValue, Statement, Store } from '../store/port.ts';
import { countChange } from './key-store.ts';

/** What a backup of keys holds: everything of the key database that has a meaning elsewhere. */
const tables = {
  root_keys: ['version', 'check_value', 'created_at'],
  wrapped_keys: ['tenant_id', 'purpose', 'version', 'root_version', 'wrapped', 'created_at', 'active_at'],
  root_key_shares: ['number', 'set_id', 'need', 'digest', 'created_at'],
  destroyed_versions: ['tenant_id', 'version', 'destroyed_at'],
  destroyed_tenants: ['tenant_id', 'destroyed_at'],
  key_operators: ['name', 'public_key', 'added_at'],
  key_proposals: [
    ...['id', 'act', 'proposed_by', 'proposed_at', 'expires_at', 'signature'],
    ...['approved_by', 'approved_at', 'approval', 'done_by', 'done_at'],
  ],
} as const;

/** Copies wrapped keys, and what was destroyed, from one key database into an empty one, whatever the engine of either. */
export const copyKeys = async (from: Store, to: Store): Promise<void> => {
  const write: Statement[] = [countChange];
  for (const [table, columns] of Object.entries(tables)) {
    const rows = await from.rows<Record<string, SqlValue>>(`select ${columns.join(', ')} from ${table}`);
    for (const row of rows) {
      write.push({
        sql: `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
        parameters: columns.map((column) => row[column] ?? null),
      });
    }
  }
  await to.commit(write);
};
