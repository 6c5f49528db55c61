import { type RoleName, roles } from '@tessera/contract/console';
import { compileRules } from '../access/access-rules.ts';
import type { Identified } from '../access/authenticate.ts';
import type { Rules } from '../access/rules.ts';
import type { Operator } from '../operators/operator.ts';
import type { Tenant } from '../tenants/store.ts';

interface Rights {
  permissions: ReadonlySet<string>;
  rules: Rules;
}

const rightsOf = (role: RoleName): Rights => {
  const { permissions, tokens } = roles[role];
  return {
    permissions: new Set(permissions),
    rules: tokens
      ? compileRules([{ container: '/', priority: 1, ...tokens, permissions: [...tokens.permissions] }])
      : [],
  };
};

/** What the roles may do, as callers are judged by it. */
const rights = new Map((Object.keys(roles) as RoleName[]).map((role) => [role, rightsOf(role)]));

/** An operator as a caller of the documented API, in one tenant. */
export const operatorCaller = ({ id, role }: Operator, tenant: Tenant): Identified => ({
  tenantId: tenant.id,
  // Whatever notes who acted takes this id, and sees by it that it was a person.
  applicationId: id,
  type: 'management',
  ...(rights.get(role) ?? { permissions: new Set(), rules: [] }),
  deduplicates: tenant.settings.deduplicate_tokens === 'true',
  testMode: tenant.testMode,
  quota: tenant.quota,
});
