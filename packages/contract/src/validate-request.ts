import * as z from 'zod';
import { type Form, formOf } from './form.ts';
import { nearest } from './nearest.ts';
import type { DecodedQuery } from './query.ts';
import { type Errors, type Validated, validate } from './validate.ts';

/** Unknown properties that one answer names, at most. */
const named = 20;

/** The names of properties that errors repeat: words, not values. A key that could be a number of somebody is not among them. */
const isWord = (name: string): boolean => /^[A-Za-z_$][\w$-]{0,39}$/.test(name) && name.replace(/\D/g, '').length < 3;

const plain = (name: string): string => name.toLowerCase().replace(/[_-]/g, '');

const hint = (name: string, form: Form): string => {
  const known = [...form.properties.keys()];
  const same = known.find((each) => plain(each) === plain(name)) ?? nearest(name, known)[0];
  if (same !== undefined) return `Did you mean ${same}?`;
  return known.length === 0 ? 'There are none.' : `Known here: ${known.slice(0, named).join(', ')}.`;
};

/** Properties of a request that nobody declared, with where they stand. */
class Strangers {
  readonly #errors = new Map<string, string[]>();
  #count = 0;

  add(at: readonly string[], name: string, form: Form): void {
    this.#count += 1;
    if (this.#count > named) return;
    const key = isWord(name) ? [...at, name].join('.') : at.join('.') || 'body';
    const what = isWord(name) ? 'Is not a property here.' : 'Holds a property that is not known here.';
    this.#errors.set(key, [`${what} ${hint(name, form)}`]);
  }

  get errors(): Errors | undefined {
    return this.#count === 0 ? undefined : Object.fromEntries(this.#errors);
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value without what counts as left out. `answer` is what the answer declares in the same place. */
const clean = (
  value: unknown,
  form: Form,
  answer: Form | undefined,
  at: readonly string[],
  strangers: Strangers,
): unknown => {
  if (Array.isArray(value)) {
    return value.map((entry, index) => clean(entry, form, answer, [...at, String(index)], strangers));
  }
  // Of an open map nothing is left out, and one that a caller sent can be long.
  if (!isObject(value) || (!form.closed && form.properties.size === 0)) return value;
  const kept: [string, unknown][] = [];
  for (const [name, entry] of Object.entries(value)) {
    const property = form.properties.get(name);
    if (property) {
      if (entry === null && !property.nullable) continue;
      const inside =
        property.form && clean(entry, property.form, answer?.properties.get(name)?.form, [...at, name], strangers);
      kept.push([name, property.form ? inside : entry]);
    } else if (!form.closed) kept.push([name, entry]);
    else if (entry !== null && entry !== undefined && !answer?.properties.has(name)) strangers.add(at, name, form);
  }
  // Object.fromEntries defines own properties, so a key named `__proto__` is safe.
  return Object.fromEntries(kept);
};

/**
 * Checks what a caller sent, as {@link validate} does, and two things more. `null` counts as leaving a property out, unless null is a value
 * there, as in a merge patch: clients of many languages write each property that has no value. A property that nobody declared is an
 * error that names it and the right spelling, so that a misspelt `expires_at` does not make a token that never ends. Properties that only
 * the answer has are let through and do nothing, because programs send back what they have read.
 *
 * @param options.at the path of the value in the request: with `['data']`, errors are named `data.number`.
 * @param options.answer the schema of the answer to the same call.
 * @example
 * ```ts
 * import { schemas, validateRequest } from '@tessera/contract';
 *
 * validateRequest(schemas.Bank, { routing_number: '021000021', account_number: '1234', bic: null }).value;
 * // { routing_number: '021000021', account_number: '1234' }
 * validateRequest(schemas.Card, { number: '4242424242424242', expirationMonth: 12 }, { at: ['data'] }).errors;
 * // { 'data.expirationMonth': ['Is not a property here. Did you mean expiration_month?'] }
 * ```
 */
export function validateRequest<S extends z.ZodType>(
  schema: S,
  value: unknown,
  { at = [], answer }: { at?: readonly string[]; answer?: z.ZodType | undefined } = {},
): Validated<z.output<S>> {
  const form = formOf(schema, 'input');
  if (!form) return validate(schema, value, at);
  const strangers = new Strangers();
  const cleaned = clean(value, form, answer && formOf(answer, 'output'), at, strangers);
  const result = validate(schema, cleaned, at);
  return strangers.errors ? { errors: { ...strangers.errors, ...result.errors } } : result;
}

const noQuery = z.object({});

/**
 * Checks a query as {@link validateRequest} checks a body. The text `null` counts as leaving a parameter out, because published clients
 * of this API write a filter that has no value like this; the values of `metadata` are texts of the user and stay.
 *
 * @param schema what the route declares; without one, every parameter is an error.
 * @example
 * ```ts
 * import { contract, decodeQuery, validateQuery } from '@tessera/contract';
 *
 * const query = decodeQuery(new URLSearchParams('id=null&page=2'));
 * validateQuery(contract.applications.list.query, query).value; // { page: 2, size: 20 }
 * ```
 */
export function validateQuery<S extends z.ZodType>(
  schema: S | undefined,
  query: DecodedQuery,
): Validated<z.output<S> | undefined> {
  const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== 'null'));
  if (schema) return validateRequest(schema, given);
  const { errors } = validateRequest(noQuery, given);
  return errors ? { errors } : { value: undefined };
}
