import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canEver, may, sees } from './access.ts';
import { compilePermissions } from './compiled-permissions.ts';
import { type Classification, impactLevels } from './permissions.ts';
import type { Disclosure, Privacy } from './privacy.ts';
import { disclose, type Place, type Rule, ruleFor, type TokenOperation, tokenOperations } from './rules.ts';

const classes: Classification[] = ['general', 'bank', 'pci', 'pii'];
const onClass = ['create', 'read:low', 'read:moderate', 'read:high', 'update', 'delete', 'use:proxy', 'use:reactor'];

const privacies: Privacy[] = classes.flatMap((classification) =>
  impactLevels.flatMap((impactLevel) =>
    (['mask', 'redact'] as const).map((restrictionPolicy) => ({ classification, impactLevel, restrictionPolicy })),
  ),
);

/** The matrix of 2022, as the API reference has it: highest level held, impact level, policy, mask. */
const matrix = (
  held: ReadonlySet<string>,
  { classification, impactLevel, restrictionPolicy }: Privacy,
  masked: boolean,
) => {
  const highest = [3, 2, 1].find((level) =>
    held.has(`token:${classification}:read:${['', 'low', 'moderate', 'high'][level]}`),
  );
  if (highest === undefined) return 'hide';
  if (highest >= { low: 1, moderate: 2, high: 3 }[impactLevel]) return 'reveal';
  return restrictionPolicy === 'mask' && masked ? 'mask' : 'redact';
};

const allBut = (classification: Classification) =>
  classes.filter((each) => each !== classification).flatMap((each) => onClass.map((name) => `token:${each}:${name}`));

describe.each(classes)('permissions of 2022 on %s tokens, as rules', (classification) => {
  it('answer as the matrix of that time does, for each set of them and each token, wherever it lies', () => {
    const wrong: unknown[] = [];
    const check = (held: string[], what: unknown[], is: unknown, should: unknown) => {
      if (is !== should) wrong.push([held, ...what, is, should]);
    };
    for (let set = 0; set < 2 ** onClass.length; set += 1) {
      const own = onClass.filter((_, bit) => set & (2 ** bit)).map((name) => `token:${classification}:${name}`);
      for (const others of [[], allBut(classification)]) {
        const permissions = new Set([...own, ...others]);
        const rules = compilePermissions(permissions);
        const caller = { type: 'server_to_server' as const, permissions };
        for (const privacy of privacies.filter((each) => each.classification === classification)) {
          for (const container of ['/', '/pci/high/', '/customers/7/']) {
            const place = { privacy, container };
            for (const masked of [true, false]) {
              for (const by of ['read', 'search'] as const) {
                check(
                  own,
                  [by, place, masked],
                  disclose(rules, by, place, masked),
                  matrix(permissions, privacy, masked),
                );
              }
            }
            for (const name of ['create', 'update', 'delete', 'use:proxy', 'use:reactor'] as const) {
              check(own, [name, place], may(caller, name, place), permissions.has(`token:${classification}:${name}`));
            }
            for (const use of ['use:proxy', 'use:reactor'] as const) {
              const rule = ruleFor(rules, use, place);
              check(own, [use, place], rule?.transform ?? 'reveal', 'reveal');
            }
          }
        }
        for (const name of onClass) {
          const held = permissions.has(`token:${classification}:${name}`);
          const [operation, level] = name.split(':');
          if (operation === 'read') {
            const read = ['low', 'moderate', 'high'].slice(impactLevels.indexOf(level as never));
            const plain = read.some((each) => permissions.has(`token:${classification}:read:${each}`));
            check(own, [name, 'ever'], canEver(`token:${classification}:${name}`, caller), plain);
          } else check(own, [name, 'ever'], canEver(`token:${classification}:${name}`, caller), held);
        }
      }
    }
    expect(wrong.slice(0, 3)).toEqual([]);
  });
});

const containers = ['/', '/a/', '/a/b/', '/a/b/c/', '/ab/', '/b/', '/pci/', '/pci/high/'];

const rule = fc.record<Rule>({
  reach: fc.oneof(
    { weight: 3, arbitrary: fc.record({ container: fc.constantFrom(...containers) }) },
    fc.record({
      classification: fc.constantFrom(...classes),
      levels: fc.subarray([...impactLevels], { minLength: 1 }),
    }),
  ),
  transform: fc.constantFrom('reveal', 'mask', 'redact'),
  operations: fc.subarray([...tokenOperations], { minLength: 1 }),
});

const place = fc.record<Place>({
  privacy: fc.constantFrom(...privacies),
  container: fc.constantFrom(...containers, '/pci/high/x/', '/c/'),
});

/** The rules one after the other, comparing paths segment by segment. */
const bruteForce = (rules: readonly Rule[], operation: TokenOperation, { privacy, container }: Place) => {
  const segments = (path: string) => path.split('/').filter(Boolean);
  for (const each of rules) {
    if (!each.operations.some((one) => one === operation)) continue;
    if ('container' in each.reach) {
      const [prefix, path] = [segments(each.reach.container), segments(container)];
      if (prefix.every((segment, index) => path[index] === segment)) return each;
    } else if (
      each.reach.classification === privacy.classification &&
      each.reach.levels.some((level) => level === privacy.impactLevel)
    ) {
      return each;
    }
  }
  return undefined;
};

it.each([
  'token:secret:read:high',
  'card:pci:read:high',
  'token:pci:read:highest',
  'constructor',
  'token:constructor:create',
])('hold nothing for %s, which is no permission on tokens', (name) => {
  expect(compilePermissions([name])).toEqual([]);
});

describe('rules', () => {
  it('are decided by the first that is about the token and allows the operation; none refuses', () => {
    const operation = fc.constantFrom(...tokenOperations);
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 6 }), operation, place, fc.boolean(), (rules, asked, lies, masked) => {
        const found = bruteForce(rules, asked, lies);
        expect(ruleFor(rules, asked, lies)).toBe(found);
        const caller = { type: 'private' as const, permissions: new Set<string>(), rules };
        expect(may(caller, asked, lies)).toBe(found !== undefined);
        if (asked !== 'read' && asked !== 'search') return;
        const shown: Disclosure =
          found?.transform === 'mask'
            ? lies.privacy.restrictionPolicy === 'mask' && masked
              ? 'mask'
              : 'redact'
            : (found?.transform ?? 'hide');
        expect(sees(caller, asked, { ...lies, id: 'any' }, masked)).toBe(shown);
      }),
      { numRuns: 2000 },
    );
  });

  it('are asked whether they could ever allow what they allow', () => {
    fc.assert(
      fc.property(
        fc.array(rule, { maxLength: 4 }),
        fc.constantFrom(...tokenOperations),
        place,
        (rules, asked, lies) => {
          const caller = { permissions: new Set<string>(), rules };
          const isNamed = /^(?:token-intent|proxy):/.test(asked);
          const level = asked === 'read' || asked === 'search' ? ':<impact_level>' : '';
          if (ruleFor(rules, asked, lies))
            expect(canEver(isNamed ? asked : `token:<classification>:${asked}${level}`, caller)).toBe(true);
        },
      ),
    );
  });
});
