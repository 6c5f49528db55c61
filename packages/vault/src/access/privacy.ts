import { schemas } from '@tessera/contract';
import type { Classification, ImpactLevel } from './permissions.ts';

/** What a reader who may not see plaintext gets; the less restrictive first. */
export const restrictionPolicies = schemas.RestrictionPolicy.options;
export type RestrictionPolicy = (typeof restrictionPolicies)[number];

/** The privacy settings of one token. */
export interface Privacy {
  classification: Classification;
  impactLevel: ImpactLevel;
  restrictionPolicy: RestrictionPolicy;
}

/** `reveal` plaintext, `mask` it, `redact` it (the token shows, its data does not), or `hide` the token itself. */
export type Disclosure = 'reveal' | 'mask' | 'redact' | 'hide';

/** What a token may be used for without being shown. */
export type Use = 'proxy' | 'reactor';

/** What somebody without plaintext access gets. A policy of `mask` without a mask acts as `redact` (docs/architecture.md §3.4). */
export const restrict = (policy: RestrictionPolicy, masked: boolean): 'mask' | 'redact' =>
  policy === 'mask' && masked ? 'mask' : 'redact';
