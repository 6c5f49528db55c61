import { idToText } from '../ids.ts';
import type { Isolate } from '../isolate.ts';
import type { Services } from '../services.ts';
import type { SqlValue, Store } from '../store/port.ts';

/**
 * Tables that hold rows of tenants, in an order in which foreign keys let them go, each with a column that tells rows of one
 * tenant apart. The last is the table of tenants itself.
 */
export const tenantTables = {
  idempotency_tokens: 'scope',
  idempotency: 'scope',
  idempotency_claims: 'scope',
  token_metadata: 'token_id',
  token_labels: 'token_id',
  token_claims: 'token_id',
  token_associations: 'parent_id',
  tokens: 'id',
  token_intents: 'id',
  client_keys: 'id',
  active_counts: 'month',
  call_counts: 'hour',
  key_uses: 'key_id',
  token_counts: 'type',
  proxies: 'id',
  reactions: 'id',
  reactor_failures: 'id',
  reactors: 'id',
  reactor_formulas: 'id',
  sessions: 'id',
  operator_reveals: 'id',
  operator_approvals: 'id',
  key_rewraps: 'id',
  page_origins: 'id',
  operators: 'id',
  webhook_deliveries: 'id',
  webhooks: 'id',
  application_keys: 'key_hash',
  applications: 'id',
  audit: 'n',
  audit_seals: 'seal',
} as const;

/** Rows deleted in one write, so that no other write waits long. */
const batch = 500;

/** Milliseconds after which no process writes rows of a deleted tenant any more: buffered audit rows are flushed every second. */
const settled = 60_000;

const purgeTable = async (store: Store, table: string, key: string, tenant: Uint8Array): Promise<void> => {
  for (;;) {
    const rows = await store.rows<{ k: SqlValue }>(
      `select ${key} as k from ${table} where tenant_id = ? limit ${batch}`,
      [tenant],
    );
    if (rows.length === 0) return;
    const keys = rows.map(({ k }) => k);
    await store.commit([
      {
        sql: `delete from ${table} where tenant_id = ? and ${key} in (${keys.map(() => '?').join(', ')})`,
        parameters: [tenant, ...keys],
      },
    ]);
  }
};

/**
 * Removes the rows of tenants whose keys were destroyed. The key database decides who that is, so rows that come back with an
 * older backup of the data go again. Stopping in the middle leaves the rest for the next time; a tenant that cannot be purged keeps
 * no other one waiting.
 */
export const purgeTenants = async (
  { store, keyring, clock, log }: Pick<Services, 'store' | 'keyring' | 'clock' | 'log'>,
  isolate: Isolate,
): Promise<void> => {
  for (const { id } of await store.rows<{ id: Uint8Array }>('select id from tenants')) {
    const tenantId = idToText(id);
    if (keyring.has(tenantId)) continue;
    const purge = async () => {
      const destroyedAt = await keyring.destroyedAt(tenantId);
      if (destroyedAt === undefined) return;
      for (const [table, key] of Object.entries(tenantTables)) await purgeTable(store, table, key, id);
      if (destroyedAt > clock() - settled) return;
      const failed = await store.commit([
        { sql: 'delete from tenants where id = ?', parameters: [id], guard: { changes: 1, otherwise: 'gone' } },
      ]);
      // Its own log is gone too, and a command may have deleted it: nothing else tells of it.
      if (failed === undefined) log.warn({ tenant_id: tenantId }, 'the rows of a deleted tenant are gone');
    };
    await isolate('purge-tenants', purge, tenantId);
  }
};
