import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lengthPrefixed } from '../keys/length-prefixed.ts';
import type { SqlValue } from '../store/port.ts';
import { rowDigest } from './row-digest.ts';

/** The digest as it is defined: over all parts at once. */
const plain = (row: Record<string, SqlValue>, apart: ReadonlySet<string>): string => {
  const parts = Object.entries(row)
    .filter(([name, value]) => value !== null && !apart.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) => {
      if (value instanceof Uint8Array) return [name, `bytes ${Buffer.from(value).toString('hex')}`];
      return [name, `${typeof value === 'string' ? 'text' : 'number'} ${value}`];
    });
  return createHash('sha256').update(lengthPrefixed(parts)).digest('hex');
};

const value = fc.oneof(
  fc.constant(null),
  fc.integer(),
  fc.string({ unit: 'binary' }),
  fc.uint8Array({ maxLength: 50 }),
  fc.constantFrom(new Uint8Array(49_153).fill(3), new Uint8Array(120_000), 'ü'.repeat(60_000)),
);

it('of a row is that of its parts, however they are gathered', () => {
  const name = fc.constantFrom('a', 'b', 'sealed', 'wrapped_dek', 'z');
  fc.assert(
    fc.property(fc.dictionary(name, value, { noNullPrototype: true }), fc.boolean(), (row, without) => {
      const apart = new Set(without ? ['b', 'wrapped_dek'] : []);
      expect(Buffer.from(rowDigest(row, apart)).toString('hex')).toBe(plain(row, apart));
    }),
  );
});
