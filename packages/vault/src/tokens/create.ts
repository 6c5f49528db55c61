import type { contract, Handlers } from '@tessera/contract';
import type { Caller } from '../access/authenticate.ts';
import { restrict } from '../access/privacy.ts';
import { isObject, type Json } from '../expressions/json.ts';
import { ApiError, invalid, invalidAll, type PropertyErrors } from '../problem.ts';
import type { Statement } from '../store/port.ts';
import { readTime } from '../times.ts';
import { countActive } from '../usage/active-tokens.ts';
import { monthOf } from '../usage/month.ts';
import { countToken } from '../usage/token-counts.ts';
import type { World } from '../world.ts';
import { auditToken } from './audit-token.ts';
import { fingerprint } from './fingerprint.ts';
import { checkMask } from './mask.ts';
import { resolvePrivacy } from './privacy-settings.ts';
import { insertToken } from './rows.ts';
import { seal, separate } from './seal.ts';
import type { Token } from './token.ts';
import { tokenType } from './token-types.ts';
import { isMasked, maskedForm } from './view.ts';

/** What to store, as the contract has read it. */
export type CreateToken = Parameters<Handlers<typeof contract>['tokens']['create']>[0]['body'];

/** A token that is ready to be written. `shown` is what a create may answer of its data: masked, or nothing. */
export interface NewToken {
  token: Token;
  shown: Json | undefined;
  statements: Statement[];
}

/** What a key that stands on a web page may not ask for: each would let its holder test a value typed by someone else. */
const oracles = ['id', 'mask', 'fingerprint_expression', 'search_indexes', 'deduplicate_token'] as const;

const assertNoOracle = (request: CreateToken, at: readonly string[]): void => {
  const errors: PropertyErrors = {};
  for (const name of oracles) {
    if (request[name] === undefined || request[name] === false || request[name] === null) continue;
    errors[[...at, name].join('.')] = ['Not allowed with an API key of type elements.'];
  }
  if (Object.keys(errors).length > 0) {
    throw new ApiError('elements-key-restricted', 'Send this with a server_to_server key instead.', { errors });
  }
};

const assertHonoured = (request: CreateToken, at: readonly string[]): void => {
  const errors: PropertyErrors = {};
  const message = ['This version of the vault does not support it.'];
  if (request.id !== undefined) errors[[...at, 'id'].join('.')] = message;
  if (request.search_indexes !== undefined) errors[[...at, 'search_indexes'].join('.')] = message;
  if (request.deduplicate_token) errors[[...at, 'deduplicate_token'].join('.')] = message;
  if (Object.keys(errors).length > 0) throw invalidAll(errors);
};

const readExpiry = (text: string | undefined, now: number, at: readonly string[]): number | undefined => {
  if (text === undefined) return undefined;
  const time = readTime(text);
  if (!(time > now)) throw invalid([...at, 'expires_at'].join('.'), 'Must lie in the future.');
  return time;
};

const readMask = (mask: unknown, at: readonly string[]): Json | undefined => {
  if (mask === undefined || mask === null) return undefined;
  if (typeof mask === 'string' || isObject(mask as Json) || Array.isArray(mask)) return mask as Json;
  throw invalid([...at, 'mask'].join('.'), 'Must be an expression, or an object or list of expressions.');
};

const permit = (caller: Caller, permission: string): void => {
  if (!caller.permissions.has(permission)) throw new ApiError('forbidden', `This needs the permission ${permission}.`);
};

/**
 * Everything of a create except the write itself: rules of the type, privacy, permission, mask, fingerprint and seal. `at` is
 * where the request stands in the body, for the names in errors. Throws 400 or 403.
 */
export const prepareToken = (
  world: World,
  caller: Caller,
  request: CreateToken,
  at: readonly string[] = [],
): NewToken => {
  if (caller.type === 'elements') assertNoOracle(request, at);
  assertHonoured(request, at);
  const type = tokenType(request.type);
  const mask = readMask(request.mask, at);
  const privacy = resolvePrivacy(type, request.privacy ?? {}, mask !== undefined, [...at, 'privacy']);
  permit(caller, `token:${privacy.classification}:create`);

  const read = type.read(request.data, [...at, 'data']);
  if (read.errors) throw invalidAll(read.errors);
  const now = world.clock();
  const parts = separate(request.type, read.value);
  if (mask !== undefined) {
    checkMask(mask, parts, privacy.classification === 'pci', world.random, [...at, 'mask']);
  }

  const { tenantId, applicationId } = caller;
  const keys = world.keyring.tenant(tenantId);
  const identity = { id: world.newId(), tenantId, type: request.type, version: 1 };
  const token: Token = {
    ...identity,
    ...seal(keys, identity, parts, now + world.cvcTtl),
    privacy,
    container: request.container ?? `/${privacy.classification}/${privacy.impactLevel}/`,
    metadata: request.metadata,
    encryption: request.encryption,
    mask,
    fingerprintExpression: request.fingerprint_expression,
    fingerprint: fingerprint(
      keys,
      { tenantId, type: request.type, data: parts.lasting, metadata: request.metadata },
      request.fingerprint_expression,
      [...at, 'fingerprint_expression'],
    ),
    expiresAt: readExpiry(request.expires_at, now, at),
    activeMonth: monthOf(now),
    createdAt: now,
    createdBy: applicationId,
    // On new tokens equal to what made them (design §5).
    modifiedAt: now,
    modifiedBy: applicationId,
  };
  return {
    token,
    shown:
      restrict(privacy.restrictionPolicy, isMasked(token)) === 'mask' ? maskedForm(token, parts.lasting) : undefined,
    statements: [
      ...insertToken(token),
      countToken(world, token, 1),
      countActive(world, tenantId, token.activeMonth),
      auditToken(world, token, 'create', applicationId),
    ],
  };
};
