import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isSameMark } from './mark.ts';

it('is the same mark where all bytes are the same, and marks of other lengths are others', () => {
  const bytes = fc.uint8Array({ maxLength: 40 });
  fc.assert(
    fc.property(bytes, bytes, (one, other) => {
      expect(isSameMark(one, Buffer.from(one))).toBe(true);
      expect(isSameMark(one, other)).toBe(Buffer.from(one).equals(other));
      expect(isSameMark(one, Buffer.concat([one, Buffer.of(0)]))).toBe(false);
    }),
  );
});
