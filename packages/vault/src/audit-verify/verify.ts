import { idToText } from '../ids.ts';
import type { Finding, Verification } from './finding.ts';
import { type LogPiece, verifyLog } from './verify-log.ts';
import { verifyRecords } from './verify-records.ts';
import { type RowsVerified, verifyRows } from './verify-rows.ts';
import { verifyTokens } from './verify-tokens.ts';
import { verifyValues } from './verify-values.ts';

/** What was looked at, and how much of it was found wrong. */
export interface Verified extends RowsVerified {
  tenants: number;
  /** Tenants that were deleted and whose rows are not all gone yet; nothing of them can be read or checked. */
  destroyed: number;
  tokens: number;
  /** Rows that are newer than the last line of the log, where one was given: only the database itself speaks for them. */
  unproven?: number;
  findings: number;
}

/** Every tenant that any row is of, or the only one that is looked at. */
const allTenants = async ({ store, only }: Verification): Promise<string[]> => {
  if (only !== undefined) return [only];
  const rows = await store.rows<{ tenant_id: Uint8Array }>(
    `select id as tenant_id from tenants union select tenant_id from audit_seals
      union select tenant_id from audit union select tenant_id from tokens`,
  );
  return rows.map(({ tenant_id }) => idToText(tenant_id));
};

/**
 * Finds what was changed behind the vault's back: in the audit, in its seals and in tokens (docs/architecture.md §5.4). `log` is what
 * the log tells of seals and writes. Runs beside a vault that serves. Findings go to `report` as they are made.
 */
export const verifyAudit = async (options: Verification & { log?: Iterable<LogPiece> }): Promise<Verified> => {
  const { keyring, log } = options;
  const destroyed = new Set<string>();
  let findings = 0;

  const verification: Verification = {
    ...options,
    report: async (finding: Finding) => {
      // A tenant that is deleted while we look loses its rows bit by bit. Only keys that are gone excuse that: anybody who can write to
      // the database can say that a tenant was destroyed.
      await keyring.refresh();
      const isDestroyed = (await keyring.destroyedAt(finding.tenantId)) !== undefined;
      if (isDestroyed && !keyring.has(finding.tenantId)) return;
      findings += 1;
      await options.report(finding);
    },
  };

  await keyring.refresh();
  const tenantIds = await allTenants(verification);
  for (const tenantId of tenantIds) {
    if (keyring.has(tenantId)) {
      if ((await keyring.destroyedAt(tenantId)) === undefined) continue;
      const forged =
        'The key database says that this tenant was destroyed, but holds its keys: somebody else wrote that.';
      await verification.report({ kind: 'destruction-forged', tenantId, message: forged });
      continue;
    }
    if ((await keyring.destroyedAt(tenantId)) !== undefined) destroyed.add(tenantId);
    const message = 'The key database holds no keys of this tenant: nothing of it can be read or checked.';
    await verification.report({ kind: 'keys-missing', tenantId, message });
  }
  const rows = await verifyRows(verification, tenantIds);
  const tokens = await verifyTokens(verification, tenantIds);
  for (const tenantId of tenantIds) {
    await verifyRecords(verification, tenantId);
    await verifyValues(verification, tenantId);
  }
  const unproven = log && (await verifyLog(verification, tenantIds, log));
  return {
    ...rows,
    tenants: tenantIds.length,
    destroyed: destroyed.size,
    tokens,
    findings,
    ...(unproven !== undefined && { unproven }),
  };
};
