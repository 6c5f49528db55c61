import { describe, expect, it } from 'vitest';
import { changesBetween, originShown, readChanges } from './changes.ts';

const between = (before: Record<string, string[] | string | undefined>, after: typeof before, named = [{}, {}]) =>
  readChanges(
    changesBetween({ shown: before, named: named[0] ?? {} }, { shown: after, named: named[1] ?? {} }) ?? '[]',
  );

describe('what a change changed', () => {
  it('is told with what was removed and added where values are no secret', () => {
    expect(between({ permissions: ['a', 'b'] }, { permissions: ['b', 'c'] })).toEqual([
      { property: 'permissions', removed: ['a'], added: ['c'] },
    ]);
    expect(between({ status: 'enabled', end: undefined }, { status: 'disabled', end: 'x' })).toEqual([
      { property: 'status', removed: ['enabled'], added: ['disabled'] },
      { property: 'end', removed: [], added: ['x'] },
    ]);
  });

  it('is told by name alone of everything else', () => {
    const text = changesBetween(
      { shown: {}, named: { name: 'old', mask: { a: 1 } } },
      { shown: {}, named: { name: 'new', mask: { a: 1 } } },
    );
    expect(text).toBe('[{"property":"name"}]');
  });

  it('is told once of a property of which only a part is shown', () => {
    const url = (text: string) => ({ shown: { url: originShown(text) }, named: { url: text } });
    const told = (one: string, other: string) => readChanges(changesBetween(url(one), url(other)) ?? '[]');
    expect(told('https://a.example/x?key=1', 'https://a.example/x?key=2')).toEqual([{ property: 'url' }]);
    expect(told('https://u:p@a.example/x', 'https://b.example/x')).toEqual([
      { property: 'url', removed: ['https://a.example'], added: ['https://b.example'] },
    ]);
  });

  it('tells of another order, and of nothing where nothing differs', () => {
    expect(between({ rules: ['a', 'b'] }, { rules: ['b', 'a'] })).toEqual([{ property: 'rules' }]);
    expect(
      changesBetween({ shown: { a: ['x'] }, named: { b: 1 } }, { shown: { a: ['x'] }, named: { b: 1 } }),
    ).toBeUndefined();
  });

  it('is bounded, and says of how much more it does not tell', () => {
    const many = Array.from({ length: 80 }, (_, index) => `${index} ${'x'.repeat(500)}`);
    const [change] = between({ rules: [] }, { rules: many });
    expect(change?.added).toHaveLength(51);
    expect(change?.added?.at(-1)).toBe('30 more');
    expect(change?.added?.every((text) => text.length <= 200)).toBe(true);
  });

  it('is nothing where somebody wrote something else into the database', () => {
    for (const text of ['', '{', '1', '{}', '"x"']) expect(readChanges(text)).toEqual([]);
  });
});
