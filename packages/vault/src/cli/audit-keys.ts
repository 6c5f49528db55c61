import { type AuditEvent, auditRow } from '../audit/audit.ts';
import { newestRecord } from '../keys/current-root.ts';
import { tenantsInScope } from '../operators/audit-operator.ts';
import type { OpenVault } from './with-vault.ts';

type KeyEvent = Pick<AuditEvent, 'entityType' | 'entityId' | 'operation'>;

/**
 * Notes in the audit logs of tenants what a command does to their keys. Nobody has an id on the command line, so the vault itself stands there
 * as who did it.
 */
export const auditOfKeys = async ({ data, keyring, clock }: OpenVault) => {
  // Keys are made before their tenant: one that was never finished has no log.
  const tenants = new Set((await tenantsInScope(data, keyring, { tenantId: undefined })).map(({ id }) => id));
  return async (concerned: readonly string[], event: KeyEvent): Promise<void> => {
    const about = { ...event, actorId: undefined, createdAt: clock() };
    const rows = concerned.filter((id) => tenants.has(id)).map((tenantId) => auditRow(keyring, { ...about, tenantId }));
    if (rows.length > 0) await data.commit(rows);
  };
};

/** The same in the log of every tenant, after the root key was replaced: it is above the keys of all. */
export const auditRootKey = async (vault: OpenVault): Promise<void> => {
  const tenants = await tenantsInScope(vault.data, vault.keyring, { tenantId: undefined });
  const version = (await newestRecord(vault.keys))?.version ?? 0;
  const audit = await auditOfKeys(vault);
  await audit(
    tenants.map(({ id }) => id),
    { entityType: 'key_version', entityId: `vault-${version}`, operation: 'create' },
  );
};
