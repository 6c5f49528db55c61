import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { associationsOf, withChildren } from './associations.ts';

const token = (id: string) => ({ id, type: 'token' as const });

describe('associations', () => {
  it('show each token once, where it was found first, also in a circle', () => {
    let known = associationsOf(token('a'));
    known = withChildren(known, 'a', [token('b'), token('c')], false);
    known = withChildren(known, 'b', [token('a'), token('c'), token('d')], false);
    expect([...known.values()].map(({ id, depth }) => [id, depth])).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 1],
      ['d', 2],
    ]);
    expect(known.get('b')?.children).toEqual(['a', 'c', 'd']);
  });

  it('stay as they are for a token that is not among them', () => {
    const known = associationsOf(token('a'));
    expect(withChildren(known, 'x', [token('b')], false)).toBe(known);
  });

  it('never grow beyond what a picture can show, name children that are shown alone, and tell of the others', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(200), { maxLength: 40 }), { maxLength: 20 }), (families) => {
        let known = associationsOf(token('0'));
        for (const [place, family] of families.entries()) {
          const parent = [...known.keys()][place % known.size] ?? '0';
          const children = [...new Set(family)].map((n) => token(String(n)));
          known = withChildren(known, parent, children, false);
          const { children: shown = [], more } = known.get(parent) ?? {};
          expect(shown.every((id) => known.has(id))).toBe(true);
          expect(more).toBe(shown.length < children.length);
        }
        expect(known.size).toBeLessThanOrEqual(60);
      }),
    );
  });
});
