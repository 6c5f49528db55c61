import type { Operator } from '../operators/operator.ts';
import type { Tenant } from '../tenants/store.ts';
import { findToken } from '../tokens/queries.ts';
import { asPermitted, tokenNotFound } from '../tokens/reader.ts';
import type { Token } from '../tokens/token.ts';
import type { ConsoleServices } from './console-services.ts';
import { operatorCaller } from './operator-caller.ts';

/** Finding a token opens nothing of it, so it is let go at once. */
const effort = { reserve: async () => undefined, occupy: () => undefined };

/** A token that an operator may see, by its id or alias, without its value. Throws 404. */
export const visibleToken = async (
  services: Pick<ConsoleServices, 'store' | 'clock'>,
  { operator, tenant }: { operator: Operator; tenant: Tenant },
  named: string,
): Promise<Token> => {
  const caller = operatorCaller(operator, tenant);
  const token = await findToken(services, { caller, effort }, named);
  if (!token || asPermitted(caller, token) === 'hide') throw tokenNotFound();
  return token;
};
