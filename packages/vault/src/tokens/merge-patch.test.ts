import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testEffort } from '../effort/testing/test-effort.ts';
import type { Json } from '../expressions/json.ts';
import { mergePatch } from './merge-patch.ts';

const effort = testEffort({ steps: Number.POSITIVE_INFINITY });

describe('a merge patch', () => {
  it.each<[value: Json, patch: Json, result: Json]>([
    // RFC 7386, appendix A.
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('lays over %j %j and gives %j', (value, patch, result) => {
    expect(mergePatch(value, patch, effort)).toEqual(result);
  });

  it('keeps properties of any name apart from those that objects inherit', () => {
    const patch = JSON.parse('{"__proto__":{"x":1},"constructor":"c"}') as Json;
    const result = mergePatch({ a: 1 }, patch, effort);
    expect(JSON.stringify(result)).toBe('{"a":1,"__proto__":{"x":1},"constructor":"c"}');
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
  });

  it('changes neither of its two sides, does the same twice, and leaves what it does not name', () => {
    const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;
    fc.assert(
      fc.property(json, fc.dictionary(fc.string(), json), (value, patch) => {
        const before = JSON.stringify([value, patch]);
        const once = mergePatch(value, patch, effort);
        expect(JSON.stringify([value, patch])).toBe(before);
        expect(mergePatch(once, patch, effort)).toEqual(once);
        if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
        for (const [name, kept] of Object.entries(value)) {
          if (!Object.hasOwn(patch, name)) expect(Object.entries(once ?? {})).toContainEqual([name, kept]);
        }
      }),
      { numRuns: 200 },
    );
  });
});
