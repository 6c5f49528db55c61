import { isObject, type Json } from '../expressions/json.ts';
import type { Context } from '../http/context.ts';
import { ApiError } from '../problem.ts';
import type { World } from '../world.ts';
import { auditToken } from './audit-token.ts';
import { fingerprint } from './fingerprint.ts';
import { checkMask } from './mask.ts';
import { overtaken, updateTokenData } from './rows.ts';
import { openCvc, openLasting, seal, separate } from './seal.ts';
import type { Token } from './token.ts';
import { tokenType } from './token-types.ts';

/** A token with new data, not yet written. */
export interface ChangedToken {
  token: Token;
  lasting: Json;
}

/**
 * The token with `change` laid over its data, under a new version and new keys. A short-lived property that is not sent again
 * keeps its time, unless what it was sent for changes: a verification code belongs to its number. Throws 400 where the token's own
 * mask or fingerprint expression does not fit the new data.
 */
export const changeData = (
  world: World,
  { caller }: Context,
  before: Token,
  change: { readonly [name: string]: Json },
): ChangedToken => {
  const now = world.clock();
  const keys = world.keyring.tenant(caller.tenantId);
  const old = openLasting(keys, before);
  const oldData = isObject(old) ? old : {};
  const { lasting, cvc: newCvc } = separate(before.type, { ...oldData, ...change });
  const owner = tokenType(before.type).shortLived?.of;
  const sameOwner = owner !== undefined && (!Object.hasOwn(change, owner) || change[owner] === oldData[owner]);
  const keptCvc = newCvc === undefined && sameOwner ? openCvc(keys, before, now) : undefined;
  const cvc = newCvc ?? keptCvc;
  const cvcExpiresAt = keptCvc !== undefined && before.cvc ? before.cvc.expiresAt : now + world.cvcTtl;

  const { mask, fingerprintExpression, metadata, privacy, tenantId, type } = before;
  if (mask !== undefined) checkMask(mask, { lasting, cvc }, privacy.classification === 'pci', world.random, ['mask']);
  const identity = { id: before.id, tenantId, type, version: before.version + 1 };
  return {
    lasting,
    token: {
      ...before,
      ...identity,
      ...seal(keys, identity, { lasting, cvc }, cvcExpiresAt),
      fingerprint: fingerprint(keys, { tenantId, type, data: lasting, metadata }, fingerprintExpression, [
        'fingerprint_expression',
      ]),
      modifiedAt: now,
      modifiedBy: caller.applicationId,
    },
  };
};

/** Writes a changed token. Throws 409 when somebody else was quicker, with nothing changed. */
export const writeChange = async (
  world: World,
  { caller, commit }: Context,
  { token }: ChangedToken,
  answer: unknown,
): Promise<void> => {
  const failed = await commit(
    [updateTokenData(token, token.version - 1), auditToken(world, token, 'update', caller.applicationId)],
    { answer, tokens: [token.id] },
  );
  if (failed === overtaken)
    throw new ApiError('conflict', 'The token was changed or deleted meanwhile; read it again.');
  await world.active.add([token]);
};
