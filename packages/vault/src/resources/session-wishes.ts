import type { Wire } from '@tessera/contract';
import { reachOfAll, type SessionReach } from '../access/session-reach.ts';
import { invalid } from '../problem.ts';

type Request = Wire['AuthorizeSession'];

/** What a request asks for of some tokens, and the paths of the properties that say so. An `id` may be an alias. */
export interface Wish {
  about: SessionReach;
  asked: readonly string[];
  masked: boolean;
  at: string;
  permissionsAt: string;
}

/** Throws 400 for conditions that no token can meet at once. */
const wishOf = (rule: NonNullable<Request['rules']>[number], index: number): Wish => {
  const { container, conditions = [], permissions: asked, transform } = rule;
  const shared = { asked, masked: transform === 'mask', permissionsAt: `rules.${index}.permissions` };
  if (container !== undefined) return { ...shared, about: { container, below: true }, at: `rules.${index}.container` };
  const about = reachOfAll(
    conditions.map(({ value, ...condition }) => ({
      ...condition,
      value: condition.attribute === 'container' ? value.toLowerCase() : value,
    })),
  );
  if (!about) throw invalid(`rules.${index}.conditions`, 'No token can meet all of these at once.');
  return { ...shared, about, at: `rules.${index}.conditions${conditions.length === 1 ? '.0.value' : ''}` };
};

/** Rules are tried in the order of their priority; one that names none has its place in the list. */
const byPriority = (rules: NonNullable<Request['rules']>): Wish[] =>
  rules
    .map((rule, index) => ({ wish: wishOf(rule, index), priority: rule.priority ?? index + 1 }))
    .sort((a, b) => a.priority - b.priority)
    .map(({ wish }) => wish);

export const wishesOf = ({ tokens = [], permissions = [], rules = [] }: Request): Wish[] => [
  ...tokens.map((token, index) => ({
    about: { id: token },
    asked: permissions,
    masked: false,
    at: `tokens.${index}`,
    permissionsAt: 'permissions',
  })),
  ...byPriority(rules),
];
