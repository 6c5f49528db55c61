import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lengthPrefixed } from './length-prefixed.ts';

/** The parts again, as UTF-8 holds them. */
const partsOf = (joined: Uint8Array): string[] => {
  const bytes = Buffer.from(joined);
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 4 + bytes.readUInt32BE(at);
    parts.push(bytes.toString('utf8', at + 4, end));
    at = end;
  }
  return parts;
};

it('joins parts so that they can be told apart again, whatever they hold', () => {
  /** Any 16 bits, halves of surrogate pairs among them. */
  const unit = fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code));
  fc.assert(
    fc.property(fc.array(fc.string({ unit })), (parts) => {
      expect(partsOf(lengthPrefixed(parts))).toEqual(parts.map((part) => part.toWellFormed()));
    }),
  );
  expect(partsOf(lengthPrefixed(['a\ud83d', '\ude00b', '']))).toEqual(['a\ufffd', '\ufffdb', '']);
});

it.each([127, 128, 255, 256, 384, 16_383, 16_384, 32_768])('joins a part of %i characters like any other', (length) => {
  for (const part of ['a'.repeat(length), `é${'a'.repeat(length - 1)}`, `${'a'.repeat(length - 1)}\u0080`]) {
    expect(partsOf(lengthPrefixed([part, 'b']))).toEqual([part, 'b']);
    expect(partsOf(lengthPrefixed(['b', part, 'é']))).toEqual(['b', part, 'é']);
  }
});
