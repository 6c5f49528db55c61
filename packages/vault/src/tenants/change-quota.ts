import type { Actor } from '../access/origin.ts';
import type { TenantQuota } from '../access/quota.ts';
import { changesBetween } from '../audit/changes.ts';
import { auditRecord } from '../audit/records.ts';
import type { Services } from '../services.ts';
import { findTenant, type Tenant, tenantColumns, tenantFacts, updateTenant } from './store.ts';

/**
 * Changes what a tenant may store in a day. Resolves to `undefined`, with nothing done, if somebody else changed or deleted the tenant
 * meanwhile. `by` is the operator who does it; on the command line nobody has an id, and the audit names the vault itself.
 */
export const changeQuota = async (
  services: Pick<Services, 'store' | 'keyring' | 'clock'>,
  tenantId: string,
  change: (before: TenantQuota) => TenantQuota,
  by: Actor,
): Promise<Tenant | undefined> => {
  const before = await findTenant(services.store, tenantId);
  if (!before) return undefined;
  const tenant: Tenant = {
    ...before,
    quota: change(before.quota),
    version: before.version + 1,
    modifiedAt: services.clock(),
    modifiedBy: by.actorId,
  };
  const actor = { tenantId, applicationId: by.actorId, origin: by.origin };
  const failed = await services.store.commit([
    updateTenant(tenant),
    auditRecord(services, 'tenant')(
      actor,
      'update',
      tenantColumns(tenant),
      changesBetween(tenantFacts(before), tenantFacts(tenant)),
    ),
  ]);
  return failed === undefined ? tenant : undefined;
};
