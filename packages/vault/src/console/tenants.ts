import type { Handlers } from '@tessera/contract';
import type { consoleContract } from '@tessera/contract/console';
import { withListed } from '../access/allowed-origins.ts';
import type { TenantQuota } from '../access/quota.ts';
import { tenantsInScope } from '../operators/audit-operator.ts';
import { listedPages } from '../operators/page-origins.ts';
import { ApiError } from '../problem.ts';
import { changeQuota } from '../tenants/change-quota.ts';
import { createTenant } from '../tenants/create.ts';
import { findTenant, listTenants, type Tenant } from '../tenants/store.ts';
import { wireTime } from '../times.ts';
import { usageByTenant } from '../usage/by-tenant.ts';
import type { ConsoleContext, ConsoleServices } from './console-services.ts';
import { assertOfAll, tenantInScope } from './tenant-of-call.ts';

/** Tenants that are listed, at most. */
const most = 1000;

const megabyte = 1_048_576;

const quotaFrom = (asked: { tokens_a_day: number | null; megabytes_a_day: number | null }): TenantQuota => ({
  tokens: asked.tokens_a_day ?? undefined,
  bytes: asked.megabytes_a_day === null ? undefined : asked.megabytes_a_day * megabyte,
});

const pagesWouldStop = () =>
  new ApiError(
    'conflict',
    'With another tenant, fields stop working on pages whose tenant is not named. Add each page to its tenant first, or start serve ' +
      'with --allowed-origins https://shop.example=TENANT_ID; or send stop_unpinned_pages if no page uses fields.',
  );

type Numbers = ReadonlyMap<string, number>;

/** The tenants of the vault, for those who run it. Names and settings are changed, and tenants deleted, by the documented API. */
export const tenantsOf = (services: ConsoleServices): Handlers<typeof consoleContract.tenants, ConsoleContext> => {
  const { store, keyring, clock, random, allowedOrigins } = services;

  const view = (
    tenant: Tenant,
    { tokens, active, applications }: Record<'tokens' | 'active' | 'applications', Numbers>,
  ) => ({
    ...{ id: tenant.id, name: tenant.name, test_mode: tenant.testMode, created_at: wireTime(tenant.createdAt) },
    deduplicate_tokens: tenant.settings.deduplicate_tokens === 'true',
    tokens_a_day: tenant.quota.tokens ?? null,
    megabytes_a_day: tenant.quota.bytes === undefined ? null : tenant.quota.bytes / megabyte,
    tokens: tokens.get(tenant.id) ?? 0,
    active_this_month: active.get(tenant.id) ?? 0,
    applications: applications.get(tenant.id) ?? 0,
  });
  const arePinned = async () => withListed(allowedOrigins(), await listedPages(store, keyring)).pinned;
  const viewAll = async (tenants: readonly Tenant[]) => {
    const numbers = await usageByTenant(store, clock());
    return tenants.map((tenant) => view(tenant, numbers));
  };
  const viewOne = async (id: string) => {
    const tenant = await findTenant(store, id);
    const [seen] = await viewAll(tenant ? [tenant] : []);
    if (!seen) throw new ApiError('not-found', 'This tenant is being deleted.');
    return seen;
  };

  return {
    list: async ({ identify }) => {
      const { operator } = await identify();
      const inScope = new Set((await tenantsInScope(store, keyring, operator)).map(({ id }) => id));
      const tenants = (await listTenants(store)).filter(({ id }) => inScope.has(id));
      return {
        data: await viewAll(tenants.slice(0, most)),
        may_create: operator.tenantId === undefined,
        pinned: await arePinned(),
      };
    },

    create: async ({ identify, body }) => {
      const { operator, actor } = await identify();
      // People of one tenant manage that one, but neither make others nor say how much theirs may store: it would be no limit to them.
      assertOfAll(services, operator);
      const { name, test_mode: testMode, stop_unpinned_pages: goOn } = body;
      const isSecond = !goOn && (await listTenants(store)).length > 0;
      if (isSecond && !(await arePinned())) throw pagesWouldStop();
      const made = await createTenant(
        { store, keyring, clock, random },
        { name, testMode, quota: quotaFrom(body), by: actor },
      );
      return { tenant: await viewOne(made.tenantId), application_id: made.applicationId, key: made.key };
    },

    setQuota: async ({ identify, params, body }) => {
      const { operator, actor } = await identify();
      assertOfAll(services, operator);
      const { id } = await tenantInScope(services, operator, params.id);
      const changed = await changeQuota({ store, keyring, clock }, id, () => quotaFrom(body), actor);
      if (!changed)
        throw new ApiError('conflict', 'Somebody else changed or deleted this tenant meanwhile. Try again.');
      return await viewOne(id);
    },
  };
};
