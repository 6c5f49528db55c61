import type { Identified } from '../access/authenticate.ts';
import { idFromText } from '../ids.ts';
import { tenantsInScope } from '../operators/audit-operator.ts';
import type { Operator } from '../operators/operator.ts';
import { ApiError } from '../problem.ts';
import { findTenant } from '../tenants/store.ts';
import type { ConsoleServices } from './console-services.ts';
import { operatorCaller } from './operator-caller.ts';

/** The same for a tenant that is out of scope and for one that does not exist: who may not look into it learns nothing of it. */
const outOfScope = () => new ApiError('role-forbidden', 'This tenant does not exist or is not in your scope.');

/** Throws 403 for people of one tenant: what this guards has effects on others. */
export const assertOfAll = ({ guards }: Pick<ConsoleServices, 'guards'>, operator: Operator): void => {
  if (guards.ofAllTenants(operator)) return;
  throw new ApiError('role-forbidden', 'This needs an administrator of all tenants; you look into one.');
};

/** A tenant that an operator may look into. Throws 403. */
export const tenantInScope = async (
  { store, keyring, guards }: Pick<ConsoleServices, 'store' | 'keyring' | 'guards'>,
  operator: Operator,
  named: string,
) => {
  const id = named.toLowerCase();
  const isOwn = idFromText(id) !== undefined && guards.inScope(operator, id) && keyring.has(id);
  const tenant = isOwn ? await findTenant(store, id) : undefined;
  if (!tenant) throw outOfScope();
  return tenant;
};

/** The tenant that a call is about: the one it names, or the only one in scope. Throws 400 or 403. */
export const tenantOfCall = async (
  { store, keyring, guards }: Pick<ConsoleServices, 'store' | 'keyring' | 'guards'>,
  operator: Operator,
  named: string | null,
) => {
  const [only, ...others] = named === null ? await tenantsInScope(store, keyring, operator) : [{ id: named }];
  if (!only || others.length > 0) {
    throw new ApiError('malformed-request', 'Name the tenant that the call is about in the header Tessera-Tenant.');
  }
  return await tenantInScope({ store, keyring, guards }, operator, only.id);
};

/** An operator as a caller of the documented API, in the tenant that the call is about. */
export const callerIn = async (
  services: Pick<ConsoleServices, 'store' | 'keyring' | 'guards'>,
  operator: Operator,
  named: string | null,
): Promise<Identified> => operatorCaller(operator, await tenantOfCall(services, operator, named));
