import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedOptions } from './wrapping.ts';

const options = fc.dictionary(fc.constantFrom('title', 'style', 'locale', 'dir'), fc.jsonValue());

describe('changed options', () => {
  it('are none when a template writes the same again', () => {
    fc.assert(fc.property(options, (given) => changedOptions(given, structuredClone(given)) === undefined));
  });

  it('make of the options before those after', () => {
    fc.assert(
      fc.property(options, options, (before, after) => {
        const merged = Object.entries({ ...before, ...changedOptions(before, after) });
        expect(Object.fromEntries(merged.filter(([, value]) => value !== undefined))).toEqual(after);
      }),
    );
  });

  it('name one that is not given any more, and tell patterns apart', () => {
    expect(changedOptions({ title: 'Card', dir: 'ltr' }, { dir: 'ltr' })).toEqual({ title: undefined });
    const [before, same, other] = [{ title: /\d/g }, { title: /\d/g }, { title: /\d/ }] as object[];
    expect(changedOptions(before ?? {}, same ?? {})).toBeUndefined();
    expect(changedOptions(before ?? {}, other ?? {})).toEqual(other);
  });

  it('take the bytes of a font for another font when they are not the very same buffer', () => {
    const styled = (src: ArrayBuffer) => ({ style: { fonts: [{ family: 'Shop', src }] } });
    const src = new ArrayBuffer(8);
    expect(changedOptions(styled(src), styled(src))).toBeUndefined();
    expect(changedOptions(styled(src), styled(new ArrayBuffer(8)))).toEqual(styled(new ArrayBuffer(8)));
  });
});
