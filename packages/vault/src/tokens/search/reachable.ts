import { type Reach, type Rule, type Rules, reaches, rulesFor } from '../../access/rules.ts';
import { anyOf, anything, type Condition, everyKind, isSameKind, type Kind, nothing, unbounded } from './condition.ts';
import { inContainer } from './terms.ts';

const coversKind = (reach: Reach, kind: Kind): boolean | undefined => {
  if ('container' in reach) return reach.container === '/' ? true : undefined;
  const { classification, impactLevel } = kind;
  return reaches(reach, { privacy: { classification, impactLevel, restrictionPolicy: 'redact' }, container: '/' });
};

/** Steps of comparing the class of a token. */
const classCost = 500;

/** The tokens that a rule is about. */
const inReach = (reach: Reach): Condition => {
  if ('container' in reach) {
    return reach.container === '/' ? anything : inContainer({ value: reach.container, prefix: true });
  }
  const { classification, levels } = reach;
  return {
    sql: `(t.classification = ? and t.impact_level in (${levels.map(() => '?').join(', ')}))`,
    parameters: [classification, ...levels],
    cost: classCost,
    sources: [],
    bounds: unbounded,
    judge: (kind) => coversKind(reach, kind),
  };
};

const areOfClasses = (rules: Rules): boolean => rules.every(({ reach }) => !('container' in reach));

/** Holds for the tokens of some kinds. Kinds are told apart before a token is looked at, so no comparison is needed. */
const ofKinds = (isMeant: (kind: Kind) => boolean): Condition => ({ ...anything, judge: isMeant });

/** The tokens that rules let a caller list or search. */
export const reachable = (rules: Rules, by: 'read' | 'search'): Condition => {
  const own = rulesFor(rules, by);
  if (own.length === 0) return nothing;
  if (areOfClasses(own)) return ofKinds((kind) => own.some(({ reach }) => coversKind(reach, kind)));
  return anyOf(own.map(({ reach }) => inReach(reach)));
};

/** The same for rows whose kind nobody has looked at before. */
const amongKinds = (kinds: readonly Kind[]): Condition => {
  if (kinds.length === 0) return nothing;
  return {
    sql: kinds.map(() => '(t.classification = ? and t.impact_level = ?)').join(' or '),
    parameters: kinds.flatMap(({ classification, impactLevel }) => [classification, impactLevel]),
    cost: 0,
    sources: [],
    bounds: unbounded,
    judge: (kind) => kinds.some((each) => isSameKind(each, kind)),
  };
};

const reveals = ({ transform }: Rule): boolean => transform === 'reveal';

/** The tokens that a caller sees in plaintext when it searches: those about which the first rule that is about them reveals. */
export const searchedInPlain = (rules: Rules): Condition => {
  const own = rulesFor(rules, 'search');
  if (!own.some(reveals)) return nothing;
  const judge = (kind: Kind): boolean | undefined => {
    for (const rule of own) {
      const covers = coversKind(rule.reach, kind);
      if (covers !== false) return covers === undefined ? undefined : reveals(rule);
    }
    return false;
  };
  if (areOfClasses(own)) return amongKinds(everyKind.filter((kind) => judge(kind)));
  const cases = own.map((rule) => ({ when: inReach(rule.reach), shown: reveals(rule) ? 1 : 0 }));
  return {
    sql: `case ${cases.map(({ when, shown }) => `when ${when.sql} then ${shown}`).join(' ')} else 0 end = 1`,
    parameters: cases.flatMap(({ when }) => when.parameters),
    cost: cases.reduce((sum, { when }) => sum + when.cost, 0),
    sources: [],
    bounds: unbounded,
    judge,
  };
};
