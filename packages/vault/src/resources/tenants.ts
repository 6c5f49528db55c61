import type { contract, Handlers, WireInput } from '@tessera/contract';
import type { Caller } from '../access/authenticate.ts';
import { auditOf } from '../audit/audit-of.ts';
import type { Context } from '../context.ts';
import { ApiError } from '../problem.ts';
import type { Services } from '../services.ts';
import { deleteTenant } from '../tenants/create.ts';
import { findTenant, type Tenant, updateTenant } from '../tenants/store.ts';
import { auditFields } from '../tokens/view.ts';
import { usageReport } from '../usage/report.ts';

/** Nobody but the owner makes a tenant, so that is its creator. */
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

  return {
    retrieve: async ({ caller }) => {
      const tenant = await find(caller);
      await services.reads.add([audit(caller, 'read', tenant.id)]);
      return view(tenant);
    },

    update: async ({ body, caller, commit }) => {
      const before = await find(caller);
      const tenant: Tenant = {
        ...before,
        name: body.name,
        settings: body.settings ?? before.settings,
        modifiedAt: clock(),
        modifiedBy: caller.applicationId,
      };
      const answer = view(tenant);
      await commit([updateTenant(tenant), audit(caller, 'update', tenant.id)], { answer });
      services.authenticator.forget();
      return answer;
    },

    // Its logs go with it; the access log tells who asked.
    delete: async ({ caller }) => await deleteTenant(services, caller.tenantId),

    retrieveUsageReport: async ({ caller }) => await usageReport(services, caller.tenantId),
  };
};
