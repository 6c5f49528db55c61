import { disclose } from '../access/privacy.ts';
import type { Context } from '../http/context.ts';
import { ApiError } from '../problem.ts';
import { countToken } from '../usage/token-counts.ts';
import type { World } from '../world.ts';
import { auditToken } from './audit-token.ts';
import { findToken } from './queries.ts';
import { tokenNotFound } from './reader.ts';
import { deleteToken, overtaken } from './rows.ts';
import type { Token } from './token.ts';
import { isMasked } from './view.ts';

/**
 * A token that the caller may change with an operation such as `delete`. Throws 404 for one that is not there or that the caller
 * could not read either, else 403 (design §5).
 */
export const findForChange = async (
  world: World,
  { caller }: Context,
  id: string,
  operation: 'update' | 'delete',
  only: readonly Token['type'][] | undefined,
): Promise<Token> => {
  const token = await findToken(world.store, caller.tenantId, id, world.clock());
  if (!token || (only && !only.includes(token.type))) throw tokenNotFound();
  const permission = `token:${token.privacy.classification}:${operation}`;
  if (caller.permissions.has(permission)) return token;
  if (disclose(caller.permissions, token.privacy, isMasked(token)) === 'hide') throw tokenNotFound();
  throw new ApiError('forbidden', `This needs the permission ${permission}.`);
};

/** Deletes a token with everything that hangs on it. `only` narrows the types an endpoint is about. */
export const removeToken = async (
  world: World,
  context: Context,
  id: string,
  only?: readonly Token['type'][],
): Promise<void> => {
  const token = await findForChange(world, context, id, 'delete', only);
  const failed = await context.commit([
    ...deleteToken(token),
    countToken(world, token, -1),
    auditToken(world, token, 'delete', context.caller.applicationId),
  ]);
  if (failed === overtaken) throw tokenNotFound();
};
