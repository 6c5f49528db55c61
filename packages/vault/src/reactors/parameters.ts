import type { Wire } from '@tessera/contract';
import type { Effort } from '../effort/effort.ts';
import { isObject, type Json, own } from '../expressions/json.ts';
import { invalid, invalidAll, type PropertyErrors } from '../problem.ts';
import { cast, phrases } from './cast.ts';

/** Steps of reading a parameter and casting it, and for each character of its name, which may lead through many objects. */
const parameterCost = 2000;
const nameCost = 100;

/** A document without prototype, so that no name of a parameter means anything else in it. */
const empty = (): { [name: string]: Json } => Object.create(null);

const put = (target: { [name: string]: Json }, [name = '', ...rest]: readonly string[], value: Json): void => {
  if (rest.length === 0) {
    target[name] = value;
    return;
  }
  const there = target[name];
  const inner = isObject(there) ? there : empty();
  target[name] = inner;
  put(inner, rest, value);
};

/**
 * What a formula declares of what was sent, cast to the declared types; the rest is dropped. A dot in the name of a parameter leads
 * into an object. `at` is where it was sent. Throws 400 that names each parameter which is missing or of another type.
 */
export const readParameters = (
  declared: readonly Wire['FormulaRequestParameter'][],
  sent: Json | undefined,
  at: string,
  effort: Pick<Effort, 'charge'>,
): { [name: string]: Json } => {
  effort.charge(declared.reduce((sum, { name }) => sum + parameterCost + name.length * nameCost, 0));
  if (declared.length > 0 && sent !== undefined && sent !== null && !isObject(sent)) {
    throw invalid(at, 'Must be an object with the request parameters of the formula.');
  }
  const errors: PropertyErrors = {};
  const read = empty();
  for (const { name, type, optional } of declared) {
    const path = name.split('.');
    const whole = own(sent ?? null, name);
    const value = whole ?? path.reduce<Json>((value, key) => own(value, key), sent ?? null);
    if (value === null) {
      if (!optional) errors[`${at}.${name}`] = ['Required by the formula.'];
      continue;
    }
    // A part of a token keeps its own type; the month of a card is a number, and may be asked for as text.
    const fitting = cast(type, type === 'string' && !isObject(value) && !Array.isArray(value) ? String(value) : value);
    if (fitting === undefined) errors[`${at}.${name}`] = [`The formula asks for ${phrases[type]}.`];
    else put(read, path, fitting);
  }
  if (Object.keys(errors).length > 0) throw invalidAll(errors);
  return read;
};
