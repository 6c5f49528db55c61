import type { Wire } from '@tessera/contract';

type Request = Wire['AuthorizeSession'];

/** What a request asks for of one token, or of the tokens in a container, and the paths of the properties that say so. */
export interface Wish {
  about: { token: string } | { container: string; below: boolean };
  asked: readonly string[];
  masked: boolean;
  at: string;
  permissionsAt: string;
}

const wishOf = (rule: NonNullable<Request['rules']>[number], index: number): Wish => {
  const { container, conditions: [condition] = [], permissions: asked, transform } = rule;
  const shared = { asked, masked: transform === 'mask', permissionsAt: `rules.${index}.permissions` };
  if (!condition) {
    return { ...shared, about: { container: container ?? '', below: true }, at: `rules.${index}.container` };
  }
  const { attribute, operator, value } = condition;
  const about =
    attribute === 'id' ? { token: value } : { container: value.toLowerCase(), below: operator === 'starts_with' };
  return { ...shared, about, at: `rules.${index}.conditions.0.value` };
};

/** Rules are tried in the order of their priority; one that names none has its place in the list. */
const byPriority = (rules: NonNullable<Request['rules']>): Wish[] =>
  rules
    .map((rule, index) => ({ wish: wishOf(rule, index), priority: rule.priority ?? index + 1 }))
    .sort((a, b) => a.priority - b.priority)
    .map(({ wish }) => wish);

export const wishesOf = ({ tokens = [], permissions = [], rules = [] }: Request): Wish[] => [
  ...tokens.map((token, index) => ({
    about: { token },
    asked: permissions,
    masked: false,
    at: `tokens.${index}`,
    permissionsAt: 'permissions',
  })),
  ...byPriority(rules),
];
