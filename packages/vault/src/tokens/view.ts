import { base58 } from '@scure/base';
import type { contract, Reply } from '@tessera/contract';
import type { Caller } from '../access/authenticate.ts';
import { isPageKey } from '../access/page-keys.ts';
import { type Disclosure, restrict } from '../access/privacy.ts';
import type { Effort } from '../effort/effort.ts';
import type { Json } from '../expressions/json.ts';
import type { TenantKeys } from '../keys/port.ts';
import type { Services } from '../services.ts';
import { wireTime } from '../times.ts';
import type { Details } from './details.ts';
import { applyMask, applyTypeMask } from './mask.ts';
import { openMasked } from './masked-form.ts';
import { open, openLasting } from './seal.ts';
import { publicId, type Token } from './token.ts';
import { tokenType } from './token-types.ts';
import { detailsOf } from './told-details.ts';

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
  const kept = openMasked(keys, token)?.masked;
  return kept === undefined ? await maskedForm(token, openLasting(keys, token), effort) : (JSON.parse(kept) as Json);
};

/**
 * Whether details are told beside data that is shown so. A token with a mask of its own tells none to those who see it masked: whoever
 * wrote the mask has decided what they see.
 */
export const tellsDetails = (how: Disclosure, mask: Json | null | undefined): boolean =>
  how === 'reveal' || (how === 'mask' && (mask ?? undefined) === undefined);

/** What is shown of a token. */
export interface Disclosed {
  /** `undefined` where nothing of it is shown. */
  data: Json | undefined;
  details: Details;
}

/** Where nothing of a token is shown. */
export const nothingShown: Disclosed = { data: undefined, details: {} };

/** What an answer to a create or update shows, of data that is `shownByPolicy`. */
export const disclosedByPolicy = (
  { mask }: Pick<Token, 'mask'>,
  data: Json | undefined,
  details: Details,
): Disclosed => ({ data, details: data !== undefined && tellsDetails('mask', mask) ? details : {} });

/** The data by what was decided, and the details that may be told beside it. */
export const disclosedToken = async (
  services: Pick<Services, 'keyring' | 'bins' | 'clock'>,
  token: Token,
  how: Disclosure,
  effort: Effort,
): Promise<Disclosed> => {
  if (how !== 'reveal' && how !== 'mask') return nothingShown;
  const keys = services.keyring.tenant(token.tenantId);
  const tells = tokenType(token.type).details !== undefined && tellsDetails(how, token.mask);
  const details = async (data: Json): Promise<Details> => (tells ? await detailsOf(services, token.type, data) : {});
  if (how === 'reveal') {
    const data = open(keys, token, services.clock());
    return { data, details: await details(data) };
  }
  const kept = openMasked(keys, token);
  // The value is not opened for the sake of details that a form of an older release lacks.
  if (kept) return { data: JSON.parse(kept.masked), details: JSON.parse((tells && kept.details) || '{}') };
  const lasting = openLasting(keys, token);
  return { data: await maskedForm(token, lasting, effort), details: await details(lasting) };
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

/**
 * A token as a caller sees it. Properties that are `undefined` are left out of answers. Keys on web pages are told no details of what
 * is stored already: with them, everybody who has an id would learn more than the mask shows.
 */
export const viewToken = (token: Token, caller: Caller, { data, details }: Disclosed): TokenView => {
  const type = tokenType(token.type);
  const searchIndexes = token.searchIndexes ?? type.searchIndexes;
  return {
    id: publicId(token),
    tenant_id: token.tenantId,
    type: token.type,
    data,
    ...(isPageKey(caller) ? {} : details),
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
  const { id, tenant_id, type, fingerprint, privacy, container, containers } = viewToken(token, caller, nothingShown);
  return { id, tenant_id, type, fingerprint, privacy, container, containers };
};

/** What a caller may know of a token that it may change and not read. The fingerprint would tell equal data of other tokens. */
export const viewUnread = (token: Token, caller: Caller): TokenView => {
  const { fingerprint: _, ...others } = viewWithheld(token, caller);
  return others;
};

/** A token as an answer to its creation shows it, with the details that its sender may be told. */
export const viewStored = (
  {
    token,
    shown,
    withheld,
    deduplicated,
  }: { token: Token; shown: Disclosed; withheld: boolean; deduplicated: boolean },
  caller: Caller,
): TokenView => ({
  ...(withheld ? viewWithheld(token, caller) : { ...viewToken(token, caller, shown), ...shown.details }),
  _extras: { deduplicated },
});
