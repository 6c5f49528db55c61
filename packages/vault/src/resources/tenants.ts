import type { contract, Handlers, WireInput } from '@tessera/contract';
import type { Caller } from '../access/authenticate.ts';
import { findTenant, type Tenant, updateTenant } from '../access/tenants.ts';
import { auditOf } from '../audit/audit-of.ts';
import type { Context } from '../http/context.ts';
import { ApiError } from '../problem.ts';
import { deleteTenant } from '../tenants.ts';
import { auditFields } from '../tokens/view.ts';
import { usageReport } from '../usage/report.ts';
import type { World } from '../world.ts';

/** Nobody but the owner makes a tenant, so that is its creator. */
const view = (tenant: Tenant): WireInput['Tenant'] => ({
  id: tenant.id,
  owner_id: tenant.ownerId,
  name: tenant.name,
  ...(Object.keys(tenant.settings).length > 0 && { settings: tenant.settings }),
  ...auditFields({ ...tenant, createdBy: tenant.ownerId }),
});

export const tenants = (world: World): Handlers<typeof contract.tenants, Context> => {
  const { store, clock } = world;

  const find = async ({ tenantId }: Caller): Promise<Tenant> => {
    const tenant = await findTenant(store, tenantId);
    if (!tenant) throw new ApiError('not-found', 'This tenant is being deleted.');
    return tenant;
  };

  const audit = auditOf(world, 'tenant');

  return {
    retrieve: async ({ caller }) => {
      const tenant = await find(caller);
      await world.reads.add([audit(caller, 'read', tenant.id)]);
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
      world.authenticator.forget();
      return answer;
    },

    // Its logs go with it; the access log tells who asked.
    delete: async ({ caller }) => await deleteTenant(world, caller.tenantId),

    retrieveUsageReport: async ({ caller }) => await usageReport(world, caller.tenantId),
  };
};
