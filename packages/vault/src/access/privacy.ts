import { schemas } from '@tessera/contract';
import { type Classification, classifications, type ImpactLevel, impactLevels } from './permissions.ts';

/** What a reader whose permission ends below a token's impact level gets; the less restrictive first. */
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

/** What a token may be used for without being shown: the last part of the permissions `token:…:use:…`. */
export type Use = 'proxy' | 'reactor';

/** How high a reader may see plaintext in a classification; `undefined` when it may not read there at all. */
export const readLevel = (permissions: ReadonlySet<string>, classification: Classification): ImpactLevel | undefined =>
  impactLevels.findLast((level) => permissions.has(`token:${classification}:read:${level}`));

/** Whether a caller sees everything in some classification. Such callers hardly ever look at what they see masked. */
export const readsEverything = (permissions: ReadonlySet<string>): boolean =>
  inEveryClass.some((permission) => permissions.has(permission));

/** The permissions to read everything of one classification. */
const inEveryClass = Object.keys(classifications).map((name) => `token:${name}:read:${impactLevels.at(-1)}`);

/** What somebody without plaintext access gets. A policy of `mask` without a mask acts as `redact` (docs/architecture.md §3.4). */
export const restrict = (policy: RestrictionPolicy, masked: boolean): 'mask' | 'redact' =>
  policy === 'mask' && masked ? 'mask' : 'redact';

/** The one decision on who sees what of a token. `masked` says whether the token has a mask. */
export const disclose = (permissions: ReadonlySet<string>, privacy: Privacy, masked: boolean): Disclosure => {
  const level = readLevel(permissions, privacy.classification);
  if (level === undefined) return 'hide';
  if (impactLevels.indexOf(level) >= impactLevels.indexOf(privacy.impactLevel)) return 'reveal';
  return restrict(privacy.restrictionPolicy, masked);
};

/** The classifications a caller may read in, at whatever level. */
export const readable = (permissions: ReadonlySet<string>): Classification[] =>
  (Object.keys(classifications) as Classification[]).filter(
    (classification) => readLevel(permissions, classification) !== undefined,
  );

/** Where a reader sees plaintext: classifications, and the impact levels up to which it may read there. */
export const readableInPlain = (permissions: ReadonlySet<string>): Pick<Privacy, 'classification' | 'impactLevel'>[] =>
  readable(permissions).flatMap((classification) => {
    const highest = readLevel(permissions, classification);
    const levels = impactLevels.slice(0, highest === undefined ? 0 : impactLevels.indexOf(highest) + 1);
    return levels.map((impactLevel) => ({ classification, impactLevel }));
  });

/**
 * Whether any permission held could ever allow an operation, before anything is looked up. `required` is a permission as the
 * contract writes it, `<classification>` and `<impact_level>` standing for whatever is found later.
 */
export const canEver = (required: string, permissions: ReadonlySet<string>): boolean => {
  if (permissions.has(required)) return true;
  const parts = required.split(':');
  if (!parts.some((part) => part.startsWith('<'))) return false;
  for (const held of permissions) {
    const names = held.split(':');
    if (names.length === parts.length && parts.every((part, i) => part.startsWith('<') || part === names[i]))
      return true;
  }
  return false;
};
