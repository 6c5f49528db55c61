import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { referencesTo, resolve } from './references.ts';

const root = { $element: 'session', token: 'token-1' };

/** Everything in a value that is neither an object nor a list. */
const leaves = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [value];

const secret = fc.oneof(
  fc.string({ minLength: 1 }).map((text) => `§${text}`),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
);
const name = fc.oneof(fc.stringMatching(/^[a-z_][a-z0-9_-]{0,10}$/), fc.string(), fc.constant('__proto__'));
const data = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, secret, fc.array(tie('value')), fc.dictionary(name, tie('value'))),
})).value;

describe('references', () => {
  it('hold nothing of what they stand for', () => {
    fc.assert(
      fc.property(data, (value) => {
        const known = ['session', 'token-1'];
        const shown = JSON.stringify(referencesTo(root, value));
        expect(shown).not.toContain('§');
        for (const leaf of leaves(referencesTo(root, value))) {
          expect(typeof leaf).toBe('string');
          expect(known.includes(String(leaf)) || /^([A-Za-z_][\w-]*|\d+)$/.test(String(leaf))).toBe(true);
        }
      }),
    );
  });

  it('are resolved to what they stand for', () => {
    fc.assert(
      fc.property(data, (value) => {
        const whole = { $element: 'session', token: 'token-1', path: [] };
        expect(resolve(whole, () => value, 'session')).toEqual(value);
        if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
        const references = referencesTo(root, value) as Record<string, unknown>;
        for (const [key, inner] of Object.entries(value)) {
          if (!Object.hasOwn(references, key) || typeof inner === 'object') continue;
          expect(resolve({ it: references[key] }, () => value, 'session')).toEqual({ it: inner });
        }
      }),
    );
  });

  it('go thirty-two levels deep, and so do values made of them', () => {
    const nested = (levels: number, inner: unknown): unknown =>
      levels === 0 ? inner : { a: nested(levels - 1, inner) };
    const path = Array<string>(32).fill('a');
    expect(leaves(referencesTo(root, nested(33, 'x'))).slice(2)).toEqual(path);
    const reference = { ...root, path: [] };
    expect(resolve(nested(32, reference), () => 'x', 'session')).toEqual(nested(32, 'x'));
    expect(() => resolve(nested(33, reference), () => 'x', 'session')).toThrow();
  });

  it('leave out names that could be values', () => {
    const value = { '4242424242424242': 1, '': 2, 'a b': 3, [`a${'b'.repeat(64)}`]: 4, number: 5 };
    expect(Object.keys(referencesTo(root, value) as object)).toEqual(['number']);
  });

  it.each([
    ['text'],
    [7],
    [null],
    [undefined],
    [['x']],
    [{ a: 'text' }],
    [{ $element: 'other', token: 'token-1', path: [] }],
  ])('are all that is resolved, and %j is not', (value) => {
    expect(() => resolve(value, () => 'secret', 'session')).toThrow(
      expect.objectContaining({ code: 'invalid-payload' }),
    );
  });

  it.each([[['constructor']], [['__proto__', 'x']], [['a', 'length']], [[0]], [['a', 'b']]])(
    'lead nowhere by the path %j',
    (path) => {
      const reference = { $element: 'session', token: 'token-1', path };
      expect(resolve(reference, () => ({ a: 'text' }), 'session')).toBe(undefined);
    },
  );
});
