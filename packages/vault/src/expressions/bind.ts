import { nearest } from '@tessera/contract';
import { type Effort, EffortSpent } from '../effort/effort.ts';
import { costs, namesCost } from './costs.ts';
import { ExpressionError } from './expression-error.ts';
import type { Context, Filter, Parameter } from './filter.ts';
import { filters } from './filters/registry.ts';
import { isObject, type Json, own, type Value } from './json.ts';
import type { Call, Operand, Variable } from './syntax.ts';
import { lengthOf } from './text.ts';

/** The variables of one evaluation. Only own properties count. */
export type Scope = { readonly [name: string]: Json | undefined };

/** What an evaluation may use besides the data. A filter that needs what is missing here fails. */
export interface Environment {
  /** A uniformly drawn integer from 0 to below the bound, as `randomInt` of node:crypto. */
  readonly random?: (bound: number) => number;
  readonly now?: () => Date;
}

/** One evaluation: what it sees, and what its work is charged to. */
export interface Run {
  readonly scope: Scope;
  readonly environment: Environment;
  readonly effort: Effort;
}

export interface BoundCall {
  readonly name: string;
  readonly column: number;
  /** Draws randomness. */
  readonly random: boolean;
  /** Lets part of the input through unchanged, or may do so because an argument is only known later. */
  readonly reveals: boolean;
  apply(value: Value, run: Run): Value;
}

const readVariable = (run: Run, { name, segments, column }: Variable): Json => {
  let value: Json = Object.hasOwn(run.scope, name) ? (run.scope[name] ?? null) : null;
  spend(run, costs.call, column);
  for (const segment of segments) {
    if (Array.isArray(value)) value = entryOf(value, segment);
    else if (typeof value === 'string' && segment === 'size')
      value = lengthOf(value, { charge: (steps) => spend(run, steps, column) });
    else if (isObject(value) && segment === 'size' && !Object.hasOwn(value, segment)) {
      const count = Object.keys(value).length;
      spend(run, namesCost(count), column);
      value = count;
    } else value = own(value, String(segment));
  }
  return value;
};

const entryOf = (list: Json[], segment: string | number): Json => {
  if (typeof segment === 'number') return list.at(segment) ?? null;
  if (segment === 'size') return list.length;
  if (segment === 'first') return list[0] ?? null;
  return segment === 'last' ? (list.at(-1) ?? null) : null;
};

export const readOperand = (operand: Operand, run: Run): Json =>
  operand.kind === 'literal' ? operand.value : readVariable(run, operand);

/** Says where in the template it was that the request had spent what it may. */
const located = <Result>(column: number, act: () => Result): Result => {
  try {
    return act();
  } catch (error) {
    throw error instanceof EffortSpent ? new ExpressionError(error.message, column, [], true) : error;
  }
};

/** Charges work of a part of the template to the request. */
export const spend = ({ effort }: Run, steps: number, column: number): void =>
  located(column, () => effort.charge(steps));

/** Charges what a value takes up, as far as it is longer than what it was made from. */
export const produce = ({ effort }: Run, more: number, column: number): void =>
  located(column, () => effort.produce(Math.max(0, more)));

const contextOf = (call: Call, fraction: boolean, run: Run): Context => {
  const fail = (message: string): never => {
    throw new ExpressionError(`${call.name}: ${message}.`, call.column);
  };
  return {
    fraction,
    fail,
    charge: (steps) => spend(run, steps, call.column),
    grow: (more) => produce(run, more, call.column),
    random: (bound) => (run.environment.random ?? (() => fail('random filters have no place here')))(bound),
    now: () => (run.environment.now ?? (() => fail('the current time has no place here')))(),
  };
};

const usage = (name: string, filter: Filter): string => {
  const parameters = Object.keys(filter.parameters);
  return parameters.length === 0 ? `${name} takes no arguments` : `${name} takes ${parameters.join(', ')}`;
};

/** Puts the arguments as written onto the parameters they are meant for. */
const assign = (call: Call, filter: Filter): Map<string, Operand> => {
  const names = Object.keys(filter.parameters);
  const given = new Map<string, Operand>();
  let position = 0;
  for (const { name: written, operand } of call.arguments) {
    const name = written ?? names[position++];
    if (name === undefined || !Object.hasOwn(filter.parameters, name) || given.has(name)) {
      throw new ExpressionError(`${usage(call.name, filter)}; this argument is one too many.`, operand.column);
    }
    given.set(name, operand);
  }
  return given;
};

const readArgument = (
  call: Call,
  name: string,
  { kind, fallback }: Parameter<unknown>,
  value: Json,
  column: number,
) => {
  if (value === null && fallback !== undefined) return fallback;
  const read = kind.read(value);
  if (read === undefined) throw new ExpressionError(`${call.name}: ${name} must be ${kind.expects}.`, column);
  return read;
};

/** Characters, entries or bytes. */
const sizeOf = (value: Value): number =>
  typeof value === 'string' || Array.isArray(value) || value instanceof Uint8Array ? value.length : 1;

/** What it costs to hand a value on: texts are copied, and so are lists, while objects stay where they are. */
const copyCost = (value: Value): number => sizeOf(value) * (Array.isArray(value) ? costs.entry : costs.copy);

/**
 * Finds the filter of a call, checks every argument that is written out, and leaves a function of the input. `fractional` says that
 * the input is a literal with a decimal point.
 */
export const bind = (call: Call, fractional = false): BoundCall => {
  const filter = filters.get(call.name);
  if (filter === undefined) {
    const names = nearest(call.name, filters.keys());
    const hint = names.length === 0 ? '' : ` Did you mean ${names.join(' or ')}?`;
    throw new ExpressionError(`There is no filter ${call.name.slice(0, 40)}.${hint}`, call.column);
  }
  const written = assign(call, filter);
  const known: Record<string, unknown> = {};
  const later: [name: string, parameter: Parameter<unknown>, operand: Variable][] = [];
  for (const [name, parameter] of Object.entries(filter.parameters)) {
    const operand = written.get(name);
    if (operand?.kind === 'variable') {
      if (parameter.literal) throw new ExpressionError(`${call.name}: ${name} must be written out.`, operand.column);
      later.push([name, parameter, operand]);
    } else if (operand) known[name] = readArgument(call, name, parameter, operand.value, operand.column);
    else if (parameter.fallback !== undefined) known[name] = parameter.fallback;
    else throw new ExpressionError(`${usage(call.name, filter)}; ${name} is missing.`, call.column);
  }
  const fraction = fractional || call.arguments.some(({ operand }) => operand.kind === 'literal' && operand.fraction);

  return {
    name: call.name,
    column: call.column,
    random: filter.random ?? false,
    reveals: later.length > 0 || filter.reveals(known),
    apply: (value, run) => {
      if (value === null && !filter.takesNull) return null;
      const context = contextOf(call, fraction, run);
      context.charge(costs.call + copyCost(value));
      const given = { ...known };
      for (const [name, parameter, operand] of later) {
        const value = readVariable(run, operand);
        context.charge(copyCost(value));
        given[name] = readArgument(call, name, parameter, value, operand.column);
      }
      const input = filter.input.read(value);
      if (input === undefined) return context.fail(`the value before it must be ${filter.input.expects}`);
      const result = filter.apply(input, given, context);
      context.charge(copyCost(result));
      return result;
    },
  };
};
