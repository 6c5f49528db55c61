import { describe, expect, it } from 'vitest';
import { canEver } from './access.ts';
import { compilePermissions } from './compiled-permissions.ts';
import { type Classification, permissions } from './permissions.ts';
import type { Disclosure, RestrictionPolicy } from './privacy.ts';
import { disclose } from './rules.ts';

type Held = 'none' | 'low' | 'moderate' | 'high';
type Impact = 'low' | 'moderate' | 'high';

/** Highest read permission held, impact level and policy of the token: what is shown with a mask, and without one. */
const table: [Held, Impact, RestrictionPolicy, withMask: Disclosure, without: Disclosure][] = [
  ['none', 'low', 'mask', 'hide', 'hide'],
  ['none', 'low', 'redact', 'hide', 'hide'],
  ['none', 'moderate', 'mask', 'hide', 'hide'],
  ['none', 'moderate', 'redact', 'hide', 'hide'],
  ['none', 'high', 'mask', 'hide', 'hide'],
  ['none', 'high', 'redact', 'hide', 'hide'],
  ['low', 'low', 'mask', 'reveal', 'reveal'],
  ['low', 'low', 'redact', 'reveal', 'reveal'],
  ['low', 'moderate', 'mask', 'mask', 'redact'],
  ['low', 'moderate', 'redact', 'redact', 'redact'],
  ['low', 'high', 'mask', 'mask', 'redact'],
  ['low', 'high', 'redact', 'redact', 'redact'],
  ['moderate', 'low', 'mask', 'reveal', 'reveal'],
  ['moderate', 'low', 'redact', 'reveal', 'reveal'],
  ['moderate', 'moderate', 'mask', 'reveal', 'reveal'],
  ['moderate', 'moderate', 'redact', 'reveal', 'reveal'],
  ['moderate', 'high', 'mask', 'mask', 'redact'],
  ['moderate', 'high', 'redact', 'redact', 'redact'],
  ['high', 'low', 'mask', 'reveal', 'reveal'],
  ['high', 'low', 'redact', 'reveal', 'reveal'],
  ['high', 'moderate', 'mask', 'reveal', 'reveal'],
  ['high', 'moderate', 'redact', 'reveal', 'reveal'],
  ['high', 'high', 'mask', 'reveal', 'reveal'],
  ['high', 'high', 'redact', 'reveal', 'reveal'],
];

const classifications: Classification[] = ['general', 'bank', 'pci', 'pii'];

/** Everything there is to hold on classes, except the right to read in one classification. */
const allBut = (classification: Classification) =>
  permissions
    .map(({ type }) => type)
    .filter((type) => /^token:\w+:/.test(type) && !type.startsWith(`token:${classification}:read:`));

describe.each(classifications)('what is disclosed of a %s token', (classification) => {
  it.each(table)(
    'to a reader up to %s, of impact level %s with policy %s: %s with a mask, %s without',
    (held, impactLevel, restrictionPolicy, withMask, without) => {
      const own = held === 'none' ? [] : [`token:${classification}:read:${held}`];
      const privacy = { classification, impactLevel, restrictionPolicy };
      // No other permission, and no read permission elsewhere, changes anything.
      for (const others of [[], allBut(classification)]) {
        const all = compilePermissions([...own, ...others]);
        const place = { privacy, container: '/' };
        for (const by of ['read', 'search'] as const) {
          expect(disclose(all, by, place, true)).toBe(withMask);
          expect(disclose(all, by, place, false)).toBe(without);
        }
      }
    },
  );

  it('lets the highest of several read permissions count', () => {
    const all = compilePermissions([`token:${classification}:read:low`, `token:${classification}:read:high`]);
    const privacy = { classification, impactLevel: 'high', restrictionPolicy: 'redact' } as const;
    expect(disclose(all, 'read', { privacy, container: '/' }, false)).toBe('reveal');
  });
});

describe('what could ever be allowed', () => {
  it.each([
    ['application:read', ['application:read'], true],
    ['application:read', ['application:create'], false],
    ['token:<classification>:create', ['token:pii:create'], true],
    ['token:<classification>:create', ['token:pii:read:high', 'token:pii:delete'], false],
    ['token:<classification>:read:<impact_level>', ['token:bank:read:low'], true],
    ['token:<classification>:read:<impact_level>', ['token:bank:use:proxy'], false],
    ['token:pci:read:<impact_level>', ['token:bank:read:high'], false],
    ['token:pci:read:<impact_level>', ['token:pci:read:moderate'], true],
    ['token:<classification>:create', [], false],
  ])('%s with %j: %s', (required, held, expected) => {
    expect(canEver(required, { permissions: new Set(held) })).toBe(expected);
  });
});
