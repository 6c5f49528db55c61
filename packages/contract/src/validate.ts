import type * as z from 'zod';
import { type Shape, shapeOf } from './shape.ts';
import { anyOf, wording } from './wording.ts';

/**
 * Messages by the dotted path of a property, as in the `errors` of a problem.
 *
 * @example
 * ```ts
 * import type { Errors } from '@tessera/contract';
 *
 * const errors: Errors = { 'data.number': ['Required.'] };
 * ```
 */
export type Errors = Record<string, string[]>;

/**
 * The result of {@link validate}: the parsed value, or what is wrong with the given one.
 *
 * @example
 * ```ts
 * import { schemas, type Validated, validate } from '@tessera/contract';
 *
 * const result: Validated<{ number: string }> = validate(schemas.Card, { number: '1' });
 * Object.keys(result.errors ?? {}); // ['number']
 * ```
 */
export type Validated<T> = { value: T; errors?: never } | { value?: never; errors: Errors };

/**
 * Checks a value against a schema. Messages name limits and never repeat input. Paths end at the last declared property, because the
 * keys of a user's own map are input too. Properties that nobody declared are ignored; for requests use {@link validateRequest}.
 *
 * @param at the path of the value in the request: with `['data']`, errors are named `data.number`.
 * @example
 * ```ts
 * import { schemas, validate } from '@tessera/contract';
 *
 * const { errors } = validate(schemas.Bank, { routing_number: '021000021' }, ['data']);
 * errors; // { 'data.account_number': ['Required.'] }
 * ```
 */
export function validate<S extends z.ZodType>(
  schema: S,
  value: unknown,
  at: readonly string[] = [],
): Validated<z.output<S>> {
  const result = schema.safeParse(value, {
    error: (issue) => (issue.input === undefined ? 'Required.' : wording(issue)),
  });
  const shape = shapeOnce(schema);
  if (result.success) {
    const broken = shape ? brokenText(result.data) : undefined;
    if (!broken) return { value: result.data };
    return { errors: { [[...at, ...declared(broken, shape)].join('.') || 'body']: [halfPair] } };
  }
  const errors = new Map<string, Set<string>>();
  for (const issue of result.error.issues) {
    const key = [...at, ...declared(issue.path, shape)].join('.') || 'body';
    errors.set(key, (errors.get(key) ?? new Set()).add(sentence(issue)));
  }
  return { errors: Object.fromEntries([...errors].map(([key, messages]) => [key, [...messages]])) };
}

/** Whether a value is not even of the kind that an alternative takes. */
const isOtherKind = ([first]: z.core.$ZodIssue[]): boolean => first?.code === 'invalid_type' && first.path.length === 0;

/** What is wrong. Where a schema has alternatives and says no more than that none of them fits, the one speaks whose kind the value has. */
function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_union' || issue.message !== 'Invalid input') return issue.message;
  const meant = issue.errors.findLast((issues) => !isOtherKind(issues))?.[0];
  if (meant) return sentence(meant);
  const kinds = issue.errors.flatMap(([first]) => (first?.code === 'invalid_type' ? [first.expected] : []));
  return `Must be ${anyOf(kinds)}.`;
}

const shapes = new WeakMap<z.ZodType, Shape | null>();

/** Making a shape takes a millisecond, which is much for a call of a thousand tokens. */
function shapeOnce(schema: z.ZodType): Shape | null {
  const known = shapes.get(schema);
  if (known !== undefined) return known;
  const shape = shapeOf(schema, 'input');
  shapes.set(schema, shape);
  return shape;
}

const halfPair =
  'Holds half of a surrogate pair (a character from U+D800 to U+DFFF alone), which no database keeps as text. Send whole characters.';

/** Kept as JSON and encrypted, where an escape stands for half of a pair: data of tokens and reactors may hold one. */
const keptAsJson: ReadonlySet<string> = new Set(['data', 'args', 'configuration']);

/** The path of the first text, or name of a property, that is not well-formed Unicode. */
function brokenText(value: unknown): string[] | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : [];
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, entry] of Object.entries(value)) {
    if (!key.isWellFormed()) return [key];
    const inside = keptAsJson.has(key) ? undefined : brokenText(entry);
    if (inside) return [key, ...inside];
  }
  return undefined;
}

function declared(path: readonly PropertyKey[], shape: Shape | null): string[] {
  const names: string[] = [];
  let here: Shape | null | undefined = shape;
  for (const step of path) {
    if (!here) break;
    names.push(String(step));
    if (typeof step !== 'number') here = here[String(step)];
  }
  return names;
}
