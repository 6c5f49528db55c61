import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Grant, type Granted, sessionMay, sessionSees } from './grants.ts';
import { type Classification, impactLevels } from './permissions.ts';
import type { Disclosure } from './privacy.ts';
import { disclose, type Place, type Rule, ruleFor } from './rules.ts';
import { inSessionReach, reachOfAll, type SessionCondition } from './session-reach.ts';

const ids = ['a', 'b', '12'];
const classes: Classification[] = ['general', 'pci'];
const containers = ['/', '/a/', '/a/b/', '/a/b/c/', '/ab/', '/pci/high/'];

const condition = fc.oneof(
  fc.record<SessionCondition>({
    attribute: fc.constant('id'),
    operator: fc.constant('equals'),
    value: fc.constantFrom(...ids),
  }),
  fc.record<SessionCondition>({
    attribute: fc.constant('container'),
    operator: fc.constantFrom('equals', 'starts_with'),
    value: fc.constantFrom(...containers),
  }),
);

const permission = fc.constantFrom(
  'token:read',
  ...classes.flatMap((name) => [...impactLevels.map((level) => `token:${name}:read:${level}`), `token:${name}:update`]),
);

interface AskedRule {
  conditions: SessionCondition[];
  permissions: string[];
  masked: boolean;
}

const askedRule = fc.record<AskedRule>({
  conditions: fc.array(condition, { minLength: 1, maxLength: 4 }),
  permissions: fc.uniqueArray(permission, { minLength: 1, maxLength: 3 }),
  masked: fc.boolean(),
});

const token = fc.record<Place & { id: string }>({
  id: fc.constantFrom(...ids),
  container: fc.constantFrom(...containers, '/a/b/x/', '/c/'),
  privacy: fc.record({
    classification: fc.constantFrom(...classes),
    impactLevel: fc.constantFrom(...impactLevels),
    restrictionPolicy: fc.constantFrom('mask' as const, 'redact' as const),
  }),
});

type Token = Place & { id: string };

/** Each condition by itself, paths segment by segment. */
const meets = (conditions: readonly SessionCondition[], { id, container }: Token): boolean =>
  conditions.every(({ attribute, operator, value }) => {
    if (attribute === 'id') return id === value;
    const segments = (path: string) => path.split('/').filter(Boolean);
    const [wanted, own] = [segments(value), segments(container)];
    if (operator === 'equals' && wanted.length !== own.length) return false;
    return wanted.every((segment, index) => own[index] === segment);
  });

/** The most that a set of permissions says of a token, one permission after the other; nothing where none is about it. */
const shownBy = (permissions: readonly string[], { privacy }: Token, hasMask: boolean): Disclosure => {
  if (permissions.includes('token:read')) return 'reveal';
  const levels = permissions.flatMap((name) => {
    const [, classification, operation, level] = name.split(':');
    return operation === 'read' && classification === privacy.classification
      ? [impactLevels.indexOf(level as never)]
      : [];
  });
  if (levels.length === 0) return 'hide';
  if (Math.max(...levels) >= impactLevels.indexOf(privacy.impactLevel)) return 'reveal';
  return privacy.restrictionPolicy === 'mask' && hasMask ? 'mask' : 'redact';
};

const giverRule = fc.record<Rule>({
  reach: fc.oneof(
    fc.record({ container: fc.constantFrom(...containers) }),
    fc.record({ classification: fc.constantFrom(...classes), levels: fc.constant([...impactLevels]) }),
  ),
  transform: fc.constantFrom('reveal', 'mask', 'redact'),
  operations: fc.subarray(['read', 'update'] as const, { minLength: 1 }),
});

/** What the session was asked for, as it is kept: a rule that no token can meet is refused and kept by nobody. */
const granted = (asked: readonly AskedRule[], giver: readonly Rule[]): Granted => ({
  grants: asked.flatMap(({ conditions, permissions, masked }): Grant[] => {
    const reach = reachOfAll(conditions);
    return reach ? [{ ...reach, permissions, masked }] : [];
  }),
  giver,
});

const order: Disclosure[] = ['reveal', 'mask', 'redact', 'hide'];

describe('rules of sessions', () => {
  it('are about the tokens that meet all their conditions, and can be met by none where it says so', () => {
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 5 }), token, (conditions, lies) => {
        const reach = reachOfAll(conditions);
        expect(reach !== undefined && inSessionReach(reach, lies)).toBe(meets(conditions, lies));
      }),
      { numRuns: 5000 },
    );
  });

  it('can be met by some token, unless they are refused', () => {
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 5 }), (conditions) => {
        const place = { privacy: { classification: 'pci', impactLevel: 'high', restrictionPolicy: 'mask' } } as const;
        const someToken = ids.some((id) =>
          containers.some((container) => meets(conditions, { ...place, id, container })),
        );
        expect(reachOfAll(conditions) !== undefined).toBe(someToken);
      }),
      { numRuns: 5000 },
    );
  });

  it('show and allow what the first of them does that is about the token and allows it, and no more than who gave them', () => {
    fc.assert(
      fc.property(
        fc.array(askedRule, { maxLength: 5 }),
        fc.array(giverRule, { maxLength: 4 }),
        token,
        fc.boolean(),
        (asked, giver, lies, hasMask) => {
          const session = granted(asked, giver);
          const first = asked.find(
            ({ conditions, permissions }) => meets(conditions, lies) && shownBy(permissions, lies, hasMask) !== 'hide',
          );
          const updates =
            asked.some(
              ({ conditions, permissions }) =>
                meets(conditions, lies) && permissions.includes(`token:${lies.privacy.classification}:update`),
            ) && ruleFor(giver, 'update', lies) !== undefined;
          expect(sessionMay(session, 'update', lies)).toBe(updates);

          const own = first ? shownBy(first.permissions, lies, hasMask) : 'hide';
          const whole = own === 'reveal' && first?.masked ? (hasMask ? 'mask' : 'redact') : own;
          const theirs = disclose(giver, 'read', lies, hasMask);
          const isAllowed = whole !== 'hide' && order.indexOf(theirs) <= order.indexOf(whole);
          expect(sessionSees(session, lies, hasMask)).toBe(isAllowed ? whole : updates ? 'redact' : 'hide');
        },
      ),
      { numRuns: 5000 },
    );
  });
});
