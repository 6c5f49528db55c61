import type { contract, Handlers, WireInput } from '@tessera/contract';
import type { Caller } from '../access/authenticate.ts';
import { auditOf } from '../audit/audit-of.ts';
import { changesBetween } from '../audit/changes.ts';
import { auditRecord } from '../audit/records.ts';
import type { Context } from '../context.ts';
import { assertAgreed, deletionAct } from '../operators/assert-agreed.ts';
import { ApiError } from '../problem.ts';
import type { Services } from '../services.ts';
import { deleteTenant } from '../tenants/create.ts';
import { findTenant, type Tenant, tenantColumns, tenantFacts, updateTenant } from '../tenants/store.ts';
import { auditFields } from '../tokens/view.ts';
import { usageReport } from '../usage/report.ts';
import { untilKept } from './until-kept.ts';

/** Tenants are created on the command line, so their owner is shown as their creator. */
const view = (tenant: Tenant): WireInput['Tenant'] => ({
  id: tenant.id,
  owner_id: tenant.ownerId,
  name: tenant.name,
  ...(Object.keys(tenant.settings).length > 0 && { settings: tenant.settings }),
  ...auditFields({ ...tenant, createdBy: tenant.ownerId }),
});

export const tenants = (services: Services): Handlers<typeof contract.tenants, Context> => {
  const { store, clock } = services;

  const find = async ({ tenantId }: Caller): Promise<Tenant> => {
    const tenant = await findTenant(store, tenantId);
    if (!tenant) throw new ApiError('not-found', 'This tenant is being deleted.');
    return tenant;
  };

  const audit = auditOf(services, 'tenant');
  const auditChange = auditRecord(services, 'tenant');

  return {
    retrieve: async ({ caller }) => {
      const tenant = await find(caller);
      await services.reads.add([audit(caller, 'read', tenant.id)]);
      return view(tenant);
    },

    update: async ({ body, caller, commit }) =>
      await untilKept('tenant', async () => {
        const before = await find(caller);
        const tenant: Tenant = {
          ...before,
          name: body.name,
          settings: body.settings ?? before.settings,
          version: before.version + 1,
          modifiedAt: clock(),
          modifiedBy: caller.applicationId,
        };
        const answer = view(tenant);
        const failed = await commit(
          [
            updateTenant(tenant),
            auditChange(
              caller,
              'update',
              tenantColumns(tenant),
              changesBetween(tenantFacts(before), tenantFacts(tenant)),
            ),
          ],
          {
            answer,
          },
        );
        services.authenticator.forget();
        return failed === undefined ? answer : undefined;
      }),

    // The tenant's audit log is deleted too; the access log records who deleted the tenant.
    delete: async ({ caller: { tenantId, applicationId } }) => {
      await assertAgreed(services, { ...deletionAct(tenantId), by: applicationId });
      await deleteTenant(services, tenantId);
    },

    retrieveUsageReport: async ({ caller, effort }) => await usageReport(services, caller.tenantId, effort),
  };
};
