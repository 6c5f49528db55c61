import type { contract, Handlers } from '@tessera/contract';
import { may, refusal } from '../access/access.ts';
import { isPageKey } from '../access/page-keys.ts';
import type { Context } from '../context.ts';
import { isObject, type Json } from '../expressions/json.ts';
import { invalid, invalidAll } from '../problem.ts';
import type { Services } from '../services.ts';
import { readTime } from '../times.ts';
import { monthOf } from '../usage/month.ts';
import { type AliasSource, aliasSource } from './alias.ts';
import { derive } from './derive.ts';
import type { TokenIntent } from './intents/intent.ts';
import { sealMasked } from './masked-form.ts';
import { assertNoOracle } from './oracles.ts';
import { defaultContainer, resolvePrivacy } from './privacy-settings.ts';
import { openCost, seal, sealCost, separate } from './seal.ts';
import { sourceOf } from './source.ts';
import { assertTestData } from './test-data.ts';
import type { Token } from './token.ts';
import { tokenType } from './token-types.ts';
import { detailsOf, ownDetails } from './told-details.ts';
import { type Disclosed, disclosedByPolicy, shownByPolicy } from './view.ts';

/** What to store, as the contract has read it. */
export type CreateToken = Parameters<Handlers<typeof contract>['tokens']['create']>[0]['body'];

/** A token that is ready to be written, but for its alias and for what may stand in its way. */
export interface Draft {
  token: Token;
  /** What a create may answer of the data: masked, or nothing. */
  shown: Disclosed;
  /** By which it will be found. */
  labels: readonly Uint8Array[];
  /** Where its alias comes from, when the request asks for one. */
  alias: AliasSource | undefined;
  /** A live token with the same fingerprint takes its place. */
  deduplicate: boolean;
  /** The token intent that ends when the token is stored, and where the request names it. */
  spends: { intent: TokenIntent; at: readonly string[] } | undefined;
}

/** Milliseconds of the time at which a token ends. */
export const readExpiry = (text: string | undefined, now: number, at: readonly string[]): number | undefined => {
  if (text === undefined) return undefined;
  const time = readTime(text);
  if (!(time > now)) throw invalid([...at, 'expires_at'].join('.'), 'Must lie in the future.');
  return time;
};

/** A mask as it was sent; null stands for none. */
export const readMask = (mask: unknown, at: readonly string[]): Json | undefined => {
  if (mask === undefined || mask === null) return undefined;
  if (typeof mask === 'string' || isObject(mask as Json) || Array.isArray(mask)) return mask as Json;
  throw invalid([...at, 'mask'].join('.'), 'Must be an expression, or an object or list of expressions.');
};

/**
 * Everything of a create except what only the store can tell: rules of the type, privacy, permission, expressions and seal. `at`
 * is where the request stands in the body, for the names in errors. Throws 400 or 403.
 */
export const draftToken = async (
  services: Services,
  { caller, effort }: Pick<Context, 'caller' | 'effort'>,
  request: CreateToken,
  at: readonly string[] = [],
): Promise<Draft> => {
  const isPublic = isPageKey(caller);
  assertNoOracle(services, caller, request, at);
  const source = await sourceOf(services, { caller, effort }, request, at);
  const type = tokenType(source.type);
  const mask = readMask(request.mask, at);
  const privacy = resolvePrivacy(type, request.privacy ?? {}, mask !== undefined, [...at, 'privacy']);
  const place = { privacy, container: request.container ?? defaultContainer(privacy) };
  if (!may(caller, 'create', place)) throw refusal(caller, 'create', [place]);

  const read = type.read(source.data, source.at);
  if (read.errors) throw invalidAll(read.errors);
  if (caller.testMode) assertTestData(type.testValues ?? [], read.value, source.at);
  const now = services.clock();
  const parts = separate(source.type, read.value);
  const { tenantId, applicationId } = caller;
  const keys = services.keyring.tenant(tenantId);
  const settings = {
    tenantId,
    type: source.type,
    privacy,
    metadata: request.metadata,
    mask,
    fingerprintExpression: request.fingerprint_expression,
    searchIndexes: request.search_indexes,
  };
  const { random } = services;
  const { fingerprint, labels, exposure } = await derive({ keys, random, effort }, settings, parts, at);
  const alias =
    request.id === undefined
      ? undefined
      : await aliasSource(request.id, parts.lasting, {
          exposure,
          blind: isPublic,
          random,
          effort,
          at: [...at, 'id'],
        });
  const identity = { id: services.newId(), tenantId, type: source.type, version: 1 };
  await effort.reserve(sealCost);
  const sealedData = seal(keys, identity, parts, now + services.cvcTtl);
  effort.worked(openCost(sealedData));
  const sealed = {
    ...settings,
    ...identity,
    ...sealedData,
    alias: undefined,
    container: place.container,
    encryption: request.encryption,
    fingerprint,
    expiresAt: readExpiry(request.expires_at, now, at),
    activeMonth: monthOf(now),
    createdAt: now,
    createdBy: applicationId,
    // On new tokens, `modified_*` equals `created_*` (docs/architecture.md §3.12).
    modifiedAt: now,
    modifiedBy: applicationId,
  };
  const shown = await shownByPolicy(sealed, parts.lasting, effort, [...at, mask === undefined ? 'data' : 'mask']);
  const details = await detailsOf(services, source.type, parts.lasting);
  const told = isPublic ? ownDetails(source.type, parts.lasting) : details;
  return {
    token: { ...sealed, masked: sealMasked(keys, sealed, shown, details) },
    shown: disclosedByPolicy(sealed, shown, told),
    labels,
    alias,
    // Keys of type elements are public, and deduplication answers whether a value is stored (docs/architecture.md §2.8).
    deduplicate: !isPublic && (request.deduplicate_token ?? caller.deduplicates),
    spends: source.intent && { intent: source.intent, at },
  };
};
