import { allows, refusal } from '../access/access.ts';
import { actorOf } from '../access/origin.ts';
import type { Context } from '../context.ts';
import { ApiError } from '../problem.ts';
import type { Services } from '../services.ts';
import { findToken } from './queries.ts';
import { asPermitted, tokenNotFound } from './reader.ts';
import { overtaken } from './rows.ts';
import type { Token } from './token.ts';
import { removeTokenRows } from './writes.ts';

/**
 * A token that the caller may change with an operation such as `delete`. Throws 404 for one that is not there or that the caller
 * could not read either, else 403 (docs/architecture.md §3.4).
 */
export const findForChange = async (
  services: Services,
  { caller, effort }: Context,
  id: string,
  operation: 'update' | 'delete',
  only?: readonly Token['type'][],
): Promise<Token> => {
  const token = await findToken(services, { caller, effort }, id);
  if (!token || (only && !only.includes(token.type))) throw tokenNotFound();
  if (allows(caller, operation, token)) return token;
  if (asPermitted(caller, token) === 'hide') throw tokenNotFound();
  throw refusal(caller, operation, [token]);
};

/** How often a token is read again that somebody changed between its reading and its deletion. */
const tries = 5;

/** Deletes a token with everything that hangs on it. `only` narrows the types an endpoint is about. */
export const removeToken = async (
  services: Services,
  context: Context,
  id: string,
  only?: readonly Token['type'][],
): Promise<void> => {
  for (let time = 0; time < tries; time += 1) {
    const token = await findForChange(services, context, id, 'delete', only);
    const failed = await context.commit(removeTokenRows(services, token, actorOf(context.caller)));
    if (failed !== overtaken) return;
  }
  throw new ApiError('conflict', 'The token is being changed all the time; try again.');
};
