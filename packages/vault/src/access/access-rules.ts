import type { Wire } from '@tessera/contract';
import { operationsOf } from './compiled-permissions.ts';
import { type ApplicationType, type Objection, ruleNames } from './permissions.ts';
import type { Rules } from './rules.ts';

/** A rule as an application holds it. */
export type AccessRule = Wire['AccessRule'] & { priority: number };

/** Rules as they are asked for, in the order of their priority; the place in the list is the priority of one that names none. */
export const inOrder = (asked: readonly Wire['AskedRule'][]): AccessRule[] =>
  asked
    .map((rule, index) => ({ ...rule, priority: rule.priority ?? index + 1 }) as AccessRule)
    .sort((a, b) => a.priority - b.priority);

/** What an application of a type may not have in its rules, by the place of the rule and of the permission in it. */
export const ruleObjections = (
  type: ApplicationType,
  asked: readonly Wire['AskedRule'][],
): (Objection & { rule: number })[] => {
  const names = ruleNames[type];
  return asked.flatMap(({ permissions }, rule) =>
    permissions.flatMap((name, index) => {
      if (names.includes(name)) return [];
      const message =
        names.length === 0
          ? `Applications of type ${type} have no access to tokens, so they take no rules.`
          : `Rules of an application of type ${type} may have ${names.join(', ')}.`;
      return [{ rule, index, message }];
    }),
  );
};

/** Rules as callers are judged by them. */
export const compileRules = (rules: readonly AccessRule[]): Rules =>
  rules.map(({ container, transform, permissions }) => ({
    reach: { container },
    transform,
    operations: permissions.flatMap(operationsOf),
  }));

const named = (index: number, { container }: AccessRule): string => `rules.${index} (${container})`;

/**
 * What is probably not meant in rules, in sentences: permissions of a rule that an earlier one always comes before, so that they never
 * apply, and data that is to be used and is withheld.
 */
export const ruleWarnings = (rules: readonly AccessRule[]): string[] =>
  rules.flatMap((rule, index) => {
    const earlier = rules.slice(0, index);
    const before = (permission: string) =>
      earlier.findIndex(
        ({ container, permissions }) =>
          rule.container.startsWith(container) && (permissions as readonly string[]).includes(permission),
      );
    const shadowed = rule.permissions.flatMap((permission) => {
      const first = before(permission);
      const other = rules[first];
      return other ? [{ permission, by: named(first, other) }] : [];
    });
    const [one] = shadowed;
    const never =
      one === undefined
        ? []
        : shadowed.length === rule.permissions.length
          ? [`${named(index, rule)} never applies: ${one.by} comes first and is about the same tokens.`]
          : shadowed.map(
              ({ permission, by }) => `${permission} of ${named(index, rule)} never applies: ${by} comes first.`,
            );
    const withheld =
      rule.transform === 'redact' && rule.permissions.includes('token:use')
        ? [`token:use of ${named(index, rule)} never applies: redact withholds the data that is to be used.`]
        : [];
    return [...never, ...withheld];
  });
