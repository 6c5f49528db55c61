import type * as z from 'zod';
import { type Shape, shapeOf } from './shape.ts';

/** Messages by the dotted path of a property, as `Problem` carries them. */
export type Errors = Record<string, string[]>;

export type Validated<T> = { value: T; errors?: never } | { value?: never; errors: Errors };

/**
 * Checks what a caller sent. `at` is where the value stands in the request: `validate(Card, data, ['data'])` names
 * `data.number`. Messages hold limits and never input; paths end at the last declared property, because the keys of
 * a user's own map are input too.
 */
export function validate<S extends z.ZodType>(
  schema: S,
  value: unknown,
  at: readonly string[] = [],
): Validated<z.output<S>> {
  const result = schema.safeParse(value, { error: (issue) => (issue.input === undefined ? 'Required.' : undefined) });
  if (result.success) return { value: result.data };
  const shape = shapeOf(schema, 'input');
  const errors = new Map<string, Set<string>>();
  for (const { path, message } of result.error.issues) {
    const key = [...at, ...declared(path, shape)].join('.') || 'body';
    errors.set(key, (errors.get(key) ?? new Set()).add(message));
  }
  return { errors: Object.fromEntries([...errors].map(([key, messages]) => [key, [...messages]])) };
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
