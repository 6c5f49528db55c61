import fc from 'fast-check';
import { inPlain, type Known, type Level, masked, type Patch, type Value, type Wanted } from './token-model.ts';

/** A part of a query, with what it means. */
export interface Term {
  text: string;
  meets(token: Known, reader: Level): boolean;
}

/** What a caller may do. Tokens are meant by their place among all that were made, so that some are not there any more. */
export type Step =
  | { do: 'create'; wanted: Wanted }
  | { do: 'create several'; wanted: Wanted[] }
  | { do: 'update'; which: number; patch: Patch }
  | { do: 'delete' | 'read'; which: number }
  | { do: 'associate' | 'part'; which: number; other: number }
  | { do: 'children'; which: number }
  | { do: 'search'; reader: Level; terms: Term[] }
  | { do: 'pass'; seconds: number }
  | { do: 'sweep' };

const values = Object.keys(masked) as Value[];
const colors = ['red', 'blue'];
const value = fc.constantFrom(...values);
const level = fc.constantFrom<Level>('low', 'high');
const color = fc.constantFrom(...colors);
const seconds = fc.integer({ min: 1, max: 40 });
/** Given by one request in four. */
const rarely = <Given>(given: fc.Arbitrary<Given>): fc.Arbitrary<Given | undefined> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: given });
const which = fc.nat(9);
const fields = {
  value,
  level,
  color: fc.option(color, { nil: undefined }),
  deduplicate: fc.boolean(),
  lives: rarely(seconds),
};
const alias = fc.option(fc.constantFrom('first-alias', 'other-alias'), { nil: undefined });

const term: fc.Arbitrary<Term> = fc
  .tuple(
    fc.oneof(
      value.map(
        (wanted): Term => ({
          text: `data:${wanted.toUpperCase()}`,
          meets: (token, reader) => token.value === wanted && inPlain(reader, token),
        }),
      ),
      color.map((wanted): Term => ({ text: `metadata.color:${wanted}`, meets: (token) => token.color === wanted })),
      level.map(
        (wanted): Term => ({ text: `container:/general/${wanted}/`, meets: (token) => token.level === wanted }),
      ),
      fc.constant<Term>({ text: 'id:"first-alias"', meets: ({ id }) => id === 'first-alias' }),
    ),
    fc.boolean(),
  )
  .map(([{ text, meets }, not]) =>
    not ? { text: `NOT ${text}`, meets: (token, reader) => !meets(token, reader) } : { text, meets },
  );

/** One of them, drawn. */
export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('create' as const), wanted: fc.record({ ...fields, alias }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('create several' as const),
      wanted: fc.array(fc.record(fields), { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('update' as const),
      which,
      patch: fc.record({
        value: fc.option(value, { nil: undefined }),
        level: rarely(level),
        color: fc.constantFrom('red', null, undefined),
        deduplicate: fc.boolean(),
        lives: rarely(fc.oneof(fc.constant(null), seconds)),
      }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('delete' as const, 'read' as const), which }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('associate' as const, 'associate' as const, 'part' as const),
      which,
      other: which,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('children' as const), which }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('search' as const),
      reader: level,
      terms: fc.array(term, { maxLength: 2 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pass' as const), seconds }) },
  { weight: 1, arbitrary: fc.constant({ do: 'sweep' as const }) },
);
