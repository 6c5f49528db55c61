import type { Classification, ImpactLevel } from './permissions.ts';
import { type Disclosure, type Privacy, restrict } from './privacy.ts';

/** What can be done with tokens, and beside them. Of a token intent, the place is that of a token of its type. */
export const tokenOperations = [
  ...(['create', 'read', 'search', 'update', 'delete', 'use:proxy', 'use:reactor'] as const),
  ...(['token-intent:create', 'token-intent:read', 'token-intent:delete', 'proxy:invoke'] as const),
];
export type TokenOperation = (typeof tokenOperations)[number];

/** How data is shown by a rule: `mask` becomes `redact` where the token has no mask or its own policy says so. */
export type Transform = 'reveal' | 'mask' | 'redact';

/** Which tokens a rule is about: those in a container and below it, or those of a class with one of these impact levels. */
export type Reach =
  | { readonly container: string }
  | { readonly classification: Classification; readonly levels: readonly ImpactLevel[] };

export interface Rule {
  readonly reach: Reach;
  readonly transform: Transform;
  readonly operations: readonly TokenOperation[];
}

/** Rules in the order in which they are tried. */
export type Rules = readonly Rule[];

/** What of a token decides which rules are about it. */
export interface Place {
  readonly privacy: Privacy;
  readonly container: string;
}

/** Whether a rule is about a token. */
export const reaches = (reach: Reach, { privacy, container }: Place): boolean =>
  'container' in reach
    ? container.startsWith(reach.container)
    : reach.classification === privacy.classification && reach.levels.includes(privacy.impactLevel);

/** The rules that allow an operation, in their order. */
export const rulesFor = (rules: Rules, operation: TokenOperation): Rules =>
  rules.filter(({ operations }) => operations.includes(operation));

/**
 * The rule that decides about an operation on a token: the first that is about the token and allows the operation. Without one the
 * operation is refused.
 */
export const ruleFor = (rules: Rules, operation: TokenOperation, place: Place): Rule | undefined =>
  rules.find(({ reach, operations }) => operations.includes(operation) && reaches(reach, place));

/** What a rule shows of a token. `masked` says whether the token has a mask. */
export const shownBy = ({ transform }: Rule, { privacy }: Place, masked: boolean): Exclude<Disclosure, 'hide'> =>
  transform === 'mask' ? restrict(privacy.restrictionPolicy, masked) : transform;

/** The one decision on who sees what of a token. `masked` says whether the token has a mask. */
export const disclose = (rules: Rules, operation: 'read' | 'search', place: Place, masked: boolean): Disclosure => {
  const rule = ruleFor(rules, operation, place);
  return rule ? shownBy(rule, place, masked) : 'hide';
};

/** Whether the rules show most of what they show in plaintext. Such callers hardly ever look at what they see masked. */
export const readsMostInPlain = (rules: Rules): boolean =>
  rules.some(
    ({ reach, transform, operations }) =>
      transform === 'reveal' && operations.includes('read') && ('container' in reach || reach.levels.includes('high')),
  );
