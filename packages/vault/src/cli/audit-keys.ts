import { type AuditEvent, auditRow } from '../audit/audit.ts';
import { tenantsInScope } from '../operators/audit-operator.ts';
import type { OpenVault } from './with-vault.ts';

type KeyEvent = Pick<AuditEvent, 'entityType' | 'entityId' | 'operation'>;

/**
 * Notes in the audit logs of tenants what a command does to their keys. It belongs before that: keys are in another database, and what is
 * done and not noted would stay so if the command was killed in between. Nobody has an id on the command line, so the vault itself stands there
 * as who did it.
 */
export const auditOfKeys = async ({ data, keyring, clock, actor }: OpenVault) => {
  // Keys are made before their tenant: one that was never finished has no log.
  const tenants = new Set((await tenantsInScope(data, keyring, { tenantId: undefined })).map(({ id }) => id));
  return async (concerned: readonly string[], event: KeyEvent): Promise<void> => {
    const about = { ...event, ...actor, createdAt: clock() };
    const rows = concerned.filter((id) => tenants.has(id)).map((tenantId) => auditRow(keyring, { ...about, tenantId }));
    if (rows.length > 0) await data.commit(rows);
  };
};

/** The same in the log of every tenant, for what a command does to the whole vault. */
export const auditOfVault = async (
  { data, keyring, clock, actor }: Pick<OpenVault, 'data' | 'keyring' | 'clock' | 'actor'>,
  event: KeyEvent & Pick<AuditEvent, 'reason'>,
): Promise<void> => {
  const tenants = await tenantsInScope(data, keyring, { tenantId: undefined });
  const about = { ...event, ...actor, createdAt: clock() };
  const rows = tenants.map(({ id }) => auditRow(keyring, { ...about, tenantId: id }));
  if (rows.length > 0) await data.commit(rows);
};

/** A new version of the root key: it is above the keys of all tenants. */
export const auditRootKey =
  (vault: OpenVault) =>
  async (version: number): Promise<void> =>
    await auditOfVault(vault, { entityType: 'key_version', entityId: `vault-${version}`, operation: 'create' });
