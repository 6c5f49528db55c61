import { base58 } from '@scure/base';
import type { contract, Reply } from '@tessera/contract';
import type { Caller } from '../access/authenticate.ts';
import { isPageKey } from '../access/page-keys.ts';
import { type Disclosure, restrict } from '../access/privacy.ts';
import type { Effort } from '../effort/effort.ts';
import type { Json } from '../expressions/json.ts';
import type { TenantKeys } from '../keys/port.ts';
import { wireTime } from '../times.ts';
import { applyMask, applyTypeMask } from './mask.ts';
import { openMasked } from './masked-form.ts';
import { open, openLasting } from './seal.ts';
import { publicId, type Token } from './token.ts';
import { tokenType } from './token-types.ts';

type TokenView = Reply<(typeof contract)['tokens']['retrieve']>;

/** Whether a token has a masked form, by its own mask or that of its type. */
export const isMasked = (token: Pick<Token, 'type' | 'mask'>): boolean =>
  token.mask !== undefined || tokenType(token.type).mask !== undefined;

/** The masked form of data by the token's mask or that of its type; null where it has none. */
export const maskedForm = async (
  { type, mask }: Pick<Token, 'type' | 'mask'>,
  lasting: Json,
  effort: Effort,
  at?: readonly string[],
): Promise<Json> => {
  if (mask !== undefined) return await applyMask(mask, lasting, effort, at);
  const { mask: typeMask } = tokenType(type);
  return typeMask === undefined ? null : await applyTypeMask(typeMask, lasting, effort);
};

/**
 * The data in an answer to a create or update: never plaintext, and masked only where the policy is `mask` (docs/architecture.md
 * §3.4).
 */
export const shownByPolicy = async (
  token: Pick<Token, 'type' | 'mask' | 'privacy'>,
  lasting: Json,
  effort: Effort,
  at?: readonly string[],
): Promise<Json | undefined> =>
  restrict(token.privacy.restrictionPolicy, isMasked(token)) === 'mask'
    ? await maskedForm(token, lasting, effort, at)
    : undefined;

/** Plaintext or masked data by what was decided; `undefined` where nothing of it is shown. */
export const disclosedData = async (
  keys: TenantKeys,
  token: Token,
  how: Disclosure,
  now: number,
  effort: Effort,
): Promise<Json | undefined> => {
  if (how === 'reveal') return open(keys, token, now);
  if (how !== 'mask') return undefined;
  const kept = openMasked(keys, token);
  return kept === undefined ? await maskedForm(token, openLasting(keys, token), effort) : (JSON.parse(kept) as Json);
};

/** Who made something and changed it last, as the wire shows it. */
export const auditFields = (made: Pick<Token, 'createdAt' | 'createdBy' | 'modifiedAt' | 'modifiedBy'>) => ({
  created_by: made.createdBy,
  created_at: wireTime(made.createdAt),
  modified_by: made.modifiedBy,
  modified_at: made.modifiedAt === undefined ? undefined : wireTime(made.modifiedAt),
});

/**
 * The fingerprint, unless the caller's key stands on a web page: whoever knows BIN and last four of a card could make the thousand
 * cards that are left with it and compare (docs/architecture.md §2.8).
 */
export const fingerprintFor = (caller: Caller, token: Pick<Token, 'fingerprint'>) =>
  isPageKey(caller) ? {} : { fingerprint: base58.encode(token.fingerprint) };

/** A token as a caller sees it. `data` is what was disclosed; properties that are `undefined` are left out of answers. */
export const viewToken = (token: Token, caller: Caller, data: Json | undefined): TokenView => {
  const type = tokenType(token.type);
  const searchIndexes = token.searchIndexes ?? type.searchIndexes;
  return {
    id: publicId(token),
    tenant_id: token.tenantId,
    type: token.type,
    data,
    ...fingerprintFor(caller, token),
    fingerprint_expression: token.fingerprintExpression ?? type.fingerprintExpression,
    mask: token.mask ?? type.mask,
    privacy: {
      classification: token.privacy.classification,
      impact_level: token.privacy.impactLevel,
      restriction_policy: token.privacy.restrictionPolicy,
    },
    container: token.container,
    containers: [token.container],
    metadata: token.metadata,
    encryption: token.encryption,
    search_indexes: searchIndexes.length > 0 ? [...searchIndexes] : undefined,
    expires_at: token.expiresAt === undefined ? undefined : wireTime(token.expiresAt),
    ...auditFields(token),
  };
};

/** What a caller may know of a token that it made no part of and may not read (tokens.md, Deduplication). */
const viewWithheld = (token: Token, caller: Caller): TokenView => {
  const { id, tenant_id, type, fingerprint, privacy, container, containers } = viewToken(token, caller, undefined);
  return { id, tenant_id, type, fingerprint, privacy, container, containers };
};

/** What a caller may know of a token that it may change and not read. The fingerprint would tell equal data of other tokens. */
export const viewUnread = (token: Token, caller: Caller): TokenView => {
  const { fingerprint: _, ...others } = viewWithheld(token, caller);
  return others;
};

/** A token as an answer to its creation shows it. */
export const viewStored = (
  {
    token,
    shown,
    withheld,
    deduplicated,
  }: { token: Token; shown: Json | undefined; withheld: boolean; deduplicated: boolean },
  caller: Caller,
): TokenView => ({
  ...(withheld ? viewWithheld(token, caller) : viewToken(token, caller, shown)),
  _extras: { deduplicated },
});
