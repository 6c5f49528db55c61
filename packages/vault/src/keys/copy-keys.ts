import type { SqlValue, Statement, Store } from '../store/port.ts';
import { changeCount, countChange } from './key-store.ts';

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

/** How often keys may change while they are read before we give up. */
const attempts = 5;

/** What copies the rows of all tables. */
const read = async (from: Store): Promise<Statement[]> => {
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
  return write;
};

/**
 * Copies wrapped keys, what was destroyed and who has to agree to that from one key database into an empty one, whatever the engine of
 * either. Tables are read one after the other, so all of them are read again when keys have changed meanwhile.
 */
export const copyKeys = async (from: Store, to: Store): Promise<void> => {
  for (let attempt = 1; ; attempt++) {
    const before = await changeCount(from);
    const write = await read(from);
    if ((await changeCount(from)) !== before) {
      if (attempt === attempts) throw new Error('The keys changed again and again while they were copied.');
      continue;
    }
    await to.commit(write);
    return;
  }
};
