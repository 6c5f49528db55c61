import { type Classification, classifications, type ImpactLevel, impactLevels } from '../access/permissions.ts';
import { type Privacy, type RestrictionPolicy, restrictionPolicies } from '../access/privacy.ts';
import { invalidAll, type PropertyErrors } from '../problem.ts';
import type { TokenType } from './token-types.ts';

/** The privacy settings of a request, as they are sent. */
interface AskedPrivacy {
  classification?: Classification | undefined;
  impact_level?: ImpactLevel | undefined;
  restriction_policy?: RestrictionPolicy | undefined;
}

/**
 * The privacy of a new token: the defaults of its type, raised as the request says and never lowered (docs/architecture.md §3.3).
 * `ownMask` says that the request brings a mask, which makes `mask` the default policy. Throws 400 below `at`, such as
 * `['privacy']`.
 */
export const resolvePrivacy = (
  type: TokenType,
  asked: AskedPrivacy,
  ownMask: boolean,
  at: readonly string[],
): Privacy => {
  const errors: PropertyErrors = {};
  const refuse = (name: keyof AskedPrivacy, message: string) => {
    errors[[...at, name].join('.')] = [message];
  };

  const { classification = type.classification, impact_level: impactLevel = type.impactLevel } = asked;
  if (
    classification !== type.classification &&
    classifications[classification] <= classifications[type.classification]
  ) {
    refuse('classification', `A token of this type is ${type.classification} or more specific than that.`);
  }
  if (impactLevels.indexOf(impactLevel) < impactLevels.indexOf(type.minimumImpactLevel)) {
    refuse('impact_level', `The impact level of this type is at least ${type.minimumImpactLevel}.`);
  }
  const preset = ownMask ? 'mask' : type.restrictionPolicy;
  const { restriction_policy: restrictionPolicy = preset } = asked;
  if (restrictionPolicies.indexOf(restrictionPolicy) < restrictionPolicies.indexOf(preset)) {
    refuse('restriction_policy', 'The policy mask needs a mask in the request, because this type has none.');
  }
  if (Object.keys(errors).length > 0) throw invalidAll(errors);
  return { classification, impactLevel, restrictionPolicy };
};

/**
 * The privacy of a token with changes to it: impact level and policy rise or stay, the classification stays (docs/architecture.md
 * §3.3). Throws 400 below `privacy`.
 */
export const raisePrivacy = (before: Privacy, asked: AskedPrivacy): Privacy => {
  const errors: PropertyErrors = {};
  const {
    classification = before.classification,
    impact_level: impactLevel = before.impactLevel,
    restriction_policy: restrictionPolicy = before.restrictionPolicy,
  } = asked;
  if (classification !== before.classification) {
    errors['privacy.classification'] = [`Stays ${before.classification}; make another token instead.`];
  }
  if (impactLevels.indexOf(impactLevel) < impactLevels.indexOf(before.impactLevel)) {
    errors['privacy.impact_level'] = [`Is ${before.impactLevel} and can only be raised.`];
  }
  if (restrictionPolicies.indexOf(restrictionPolicy) < restrictionPolicies.indexOf(before.restrictionPolicy)) {
    errors['privacy.restriction_policy'] = [`Is ${before.restrictionPolicy} and can only be made stricter.`];
  }
  if (Object.keys(errors).length > 0) throw invalidAll(errors);
  return { classification, impactLevel, restrictionPolicy };
};

/** Where a token lies when nobody says otherwise. */
export const defaultContainer = ({ classification, impactLevel }: Privacy): string =>
  `/${classification}/${impactLevel}/`;
