import { expect, test } from 'vitest';
import * as z from 'zod';
import { shapeOf } from './shape.ts';

const inner = z.object({ a_b: z.string() });

test('only declared objects, and lists of them, have a shape', () => {
  const schema = z.object({
    one: inner.optional(),
    many: z.array(inner).nullable(),
    users: z.record(z.string(), inner),
    anything: z.unknown(),
    text: z.array(z.string()),
  });
  expect(shapeOf(schema, 'input')).toEqual({ one: {}, many: {} });
  expect(shapeOf(z.array(schema), 'output')).toEqual({ one: {}, many: {} });
  expect(shapeOf(z.unknown(), 'input')).toBeNull();
  expect(shapeOf(z.record(z.string(), inner), 'input')).toBeNull();
});

test('the members of a union and of an intersection are taken together', () => {
  const schema = z.union([z.object({ x: inner }), z.object({ x: z.object({ deep: inner }), y: inner }), z.string()]);
  expect(shapeOf(schema, 'input')).toEqual({ x: { deep: {} }, y: {} });
  expect(shapeOf(z.intersection(z.object({ x: inner }), z.object({ y: inner })), 'input')).toEqual({ x: {}, y: {} });
});

test('a recursive schema fails loudly', () => {
  const Tree = z.object({
    get children() {
      return z.array(Tree);
    },
  });
  expect(() => shapeOf(Tree, 'input')).toThrow('A recursive schema has no shape');
});
