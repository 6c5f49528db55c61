import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SqlValue, Statement } from '../port.ts';
import { handedOver } from './packed-values.ts';
import { pack, unpack } from './wire.ts';

const value: fc.Arbitrary<SqlValue> = fc.oneof(
  fc.constant(null),
  fc.double(),
  fc.integer(),
  fc.bigInt(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '\ud800', 'ü\0'),
  fc.uint8Array({ maxLength: 40 }),
  // A view into a larger buffer, of which nothing else may be sent.
  fc.uint8Array({ minLength: 8, maxLength: 40 }).map((bytes) => bytes.subarray(2, 6)),
);
const statement: fc.Arbitrary<Statement> = fc
  .record({
    sql: fc.constantFrom('insert', 'update', ''),
    parameters: fc.array(value),
    guard: fc.option(
      fc.record({
        changes: fc.nat(),
        otherwise: fc.oneof(fc.string(), fc.record({ reason: fc.string(), index: fc.nat() })),
      }),
      { nil: undefined },
    ),
  })
  .map(({ guard, ...rest }) => (guard ? { ...rest, guard } : rest));

it('brings writes to the other thread as they were', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(statement)), async (writes) => {
      const packed = await pack(writes);
      const sent = structuredClone(packed, { transfer: handedOver(packed) });
      expect(packed.bytes.byteLength).toBe(0);
      const arrived = unpack(sent);
      const plain = (each: SqlValue) => (each instanceof Uint8Array ? [...each] : each);
      const shown = (all: readonly (readonly Statement[])[]) =>
        all.map((write) => write.map((one) => ({ ...one, parameters: one.parameters.map(plain) })));
      expect(shown(arrived)).toEqual(shown(writes));
    }),
  );
});
