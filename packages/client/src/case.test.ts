import { contract, type Shape, shapeOf } from '@tessera/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { camelize, snakize } from './case.ts';

const wireKey = fc.stringMatching(/^[a-z]+\d?(_[a-z]+\d?){0,3}$/);

const { shape } = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 3 },
    fc.constant({}),
    fc.dictionary(wireKey, tie('shape'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

/** An object of the wire: declared keys, under which objects of the shape, lists of them or anything else may stand. */
const wireObject = (known: Shape): fc.Arbitrary<unknown> =>
  fc
    .tuple(
      fc.dictionary(wireKey, fc.jsonValue(), { maxKeys: 4, noNullPrototype: true }),
      fc.record(
        Object.fromEntries(
          Object.entries(known).map(([key, inner]) => [
            key,
            fc.oneof(wireObject(inner), fc.array(wireObject(inner), { maxLength: 2 })),
          ]),
        ),
        { requiredKeys: [], noNullPrototype: true },
      ),
    )
    .map(([others, declared]) => {
      const undeclared = Object.entries(others).filter(([key]) => !Object.hasOwn(known, key));
      return { ...Object.fromEntries(undeclared), ...declared };
    });

test('there and back changes nothing', () => {
  fc.assert(
    fc.property(
      shape.chain((known) => fc.tuple(fc.constant(known), wireObject(known))),
      ([known, value]) => {
        expect(snakize(camelize(value, known), known)).toEqual(value);
      },
    ),
  );
});

test('what the user named is never touched', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (users) => {
      const body = shapeOf(contract.tokens.create.body, 'input');
      const sent = { type: 'token', data: users, metadata: users, privacy: { impactLevel: 'low' } };
      expect(snakize(sent, body)).toEqual({
        type: 'token',
        data: users,
        metadata: users,
        privacy: { impact_level: 'low' },
      });
      expect(snakize(users, null)).toBe(users);
    }),
  );
});

test('items of a list are renamed, their data is not', () => {
  const page = {
    pagination: { total_items: 1 },
    data: [
      { tenant_id: 'a', data: { card_number: '1' }, metadata: { order_id: '2' }, encryption: { cek: { a_b: 1 } } },
    ],
  };
  expect(camelize(page, { pagination: {}, data: { encryption: { cek: {} } } })).toEqual({
    pagination: { totalItems: 1 },
    data: [{ tenantId: 'a', data: { card_number: '1' }, metadata: { order_id: '2' }, encryption: { cek: { aB: 1 } } }],
  });
});

test('names of the prototype are keys like others', () => {
  const sent = JSON.parse('{"__proto__": {"a_b": 1}, "constructor": {"a_b": 1}}');
  const renamed = camelize(sent, {});
  expect(JSON.stringify(renamed)).toBe('{"__proto__":{"a_b":1},"constructor":{"a_b":1}}');
  expect(Object.getPrototypeOf(renamed)).toBe(Object.prototype);
});
