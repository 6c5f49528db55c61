import { idToText } from '../ids.ts';
import type { Isolate } from '../isolate.ts';
import type { Services } from '../services.ts';
import { idColumn } from '../store/columns.ts';
import type { TokenRow } from './rows.ts';
import { type RemovableToken, removeTokenRows } from './writes.ts';

/** What is read of a token to remove it: without the sealed values, because a batch of large ones would fill hundreds of megabytes. */
export const removableColumns = [
  'tenant_id',
  'id',
  'version',
  'type',
  'classification',
  'impact_level',
  'restriction_policy',
] as const;

export type RemovableRow = Pick<TokenRow, (typeof removableColumns)[number]>;

export const removable = (row: RemovableRow): RemovableToken => ({
  tenantId: idToText(row.tenant_id),
  id: idToText(row.id),
  version: row.version,
  type: row.type,
  privacy: {
    classification: row.classification,
    impactLevel: row.impact_level,
    restrictionPolicy: row.restriction_policy,
  },
});

/** Rows of expired tokens, at most `limit` of them, of all tenants but those named. */
const expiredRows = (
  { store, clock }: Services,
  limit: number,
  without: readonly string[],
): Promise<RemovableRow[]> => {
  const others = without.length > 0 ? `and tenant_id not in (${without.map(() => '?').join(', ')})` : '';
  return store.rows<RemovableRow>(
    `select ${removableColumns.join(', ')} from tokens where expires_at <= ? ${others} limit ?`,
    [clock(), ...without.map(idColumn), limit],
  );
};

/** Deletes tokens whose time has come. `false` when somebody else changed or deleted one of them first, with nothing done. */
export const deleteExpired = async (services: Services, tokens: readonly RemovableToken[]): Promise<boolean> => {
  const failed = await services.store.commit(tokens.flatMap((token) => removeTokenRows(services, token, undefined)));
  return failed === undefined;
};

/** Tokens deleted in one write; the next write takes the next ones. */
const batch = 200;

/** What one failed batch is called in the log and in metrics. */
const work = 'delete-expired-tokens';

/**
 * Deletes expired tokens of one tenant, all in one write, or one by one when that fails, so that a damaged row keeps no other one from
 * being deleted. `false` when some of them are left for the next time.
 */
const deleteOf = async (services: Services, isolate: Isolate, tenantId: string, rows: readonly RemovableRow[]) => {
  let finished = false;
  const together = async () => {
    finished = await deleteExpired(services, rows.map(removable));
  };
  if (await isolate(work, together, tenantId)) return finished;
  for (const row of rows.length > 1 ? rows : []) {
    await isolate(work, () => deleteExpired(services, [removable(row)]), tenantId);
  }
  return false;
};

/**
 * Deletes expired tokens of every tenant, each with its audit row. A tenant some of whose tokens could not be deleted, or were changed by
 * somebody else meanwhile, waits for the next time and keeps no other tenant waiting. Rows of a tenant whose keys are destroyed
 * are left to `purgeTenants`: without keys no audit row can be written.
 */
export const sweepTokens = async (services: Services, isolate: Isolate): Promise<void> => {
  const waiting: string[] = [];
  for (;;) {
    const rows = await expiredRows(services, batch, waiting);
    for (const [tenantId, own] of Map.groupBy(rows, ({ tenant_id }) => idToText(tenant_id))) {
      const isDone = services.keyring.has(tenantId) && (await deleteOf(services, isolate, tenantId, own));
      if (!isDone) waiting.push(tenantId);
    }
    if (rows.length < batch) return;
  }
};
