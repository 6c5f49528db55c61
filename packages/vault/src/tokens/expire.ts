import { theVault } from '../access/origin.ts';
import { idToText } from '../ids.ts';
import type { Isolate } from '../isolate.ts';
import type { Services } from '../services.ts';
import { idColumn } from '../store/columns.ts';
import type { TokenRow } from './rows.ts';
import { sweepExpired } from './sweep-expired.ts';
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
  const failed = await services.store.commit(tokens.flatMap((token) => removeTokenRows(services, token, theVault)));
  return failed === undefined;
};

/** Deletes expired tokens of every tenant, each with its audit row. */
export const sweepTokens = (services: Services, isolate: Isolate): Promise<void> =>
  sweepExpired<RemovableRow>(services, isolate, {
    work: 'delete-expired-tokens',
    expired: (limit, without) => expiredRows(services, limit, without),
    remove: (rows) => deleteExpired(services, rows.map(removable)),
  });
