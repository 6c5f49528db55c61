import { nearest } from '@tessera/contract';
import type { Effort } from '../effort/effort.ts';
import { type BoundCall, bind, type Environment, produce, type Run, readOperand, type Scope, spend } from './bind.ts';
import { costs } from './costs.ts';
import { ExpressionError } from './expression-error.ts';
import { isObject, type Json, type Value } from './json.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { type Heads, parseTemplate } from './parser.ts';
import type { Operand, Output, Segment, Variable } from './syntax.ts';
import { measure, textOf } from './text.ts';

export type { Environment, Scope } from './bind.ts';
export { ExpressionError } from './expression-error.ts';
export type { Json } from './json.ts';
export type { Limits } from './limits.ts';

/** A compiled template: what it is made of can be read before it is run, and it can be run any number of times. */
export interface Expression {
  /** Every filter in it, in the order of the text. */
  readonly filters: readonly { name: string; column: number; random: boolean; reveals: boolean }[];
  /** Every variable it reads, arguments of filters included. */
  readonly variables: readonly { name: string; segments: readonly Segment[]; column: number }[];
  /** How many `{{ … }}` it has. */
  readonly outputs: number;
  /** It is one string with one `{{ … }}` and nothing around it, so its result keeps the JSON type. */
  readonly whole: boolean;
  /** No filter in it draws randomness. */
  readonly deterministic: boolean;
  /** What it cost to compile, in steps; whoever compiles it for a request charges them. */
  readonly cost: number;
  /**
   * Runs it, charging the request for what that takes. Results may share structure with the scope: treat them as read-only. Throws
   * ExpressionError, and what `effort` throws.
   */
  evaluate(scope: Scope, effort: Effort, environment?: Environment): Json;
}

export interface CompileOptions {
  /** Names that may be used as variables; any other is refused. Without it, unknown variables are null. */
  readonly variables?: readonly string[];
  /** How the start of an output is read; `path` unless given. */
  readonly heads?: Heads;
  /** What becomes of the text of each output where it stands; results are then always text. */
  readonly encode?: (text: string) => string;
  readonly limits?: Partial<Limits>;
}

interface BoundOutput {
  readonly operand: Operand;
  readonly calls: readonly BoundCall[];
  readonly column: number;
}

type Evaluate = (run: Run) => Json;

const evaluateOutput = ({ operand, calls }: BoundOutput, run: Run): Value =>
  calls.reduce<Value>((value, call) => call.apply(value, run), readOperand(operand, run));

const bounds = (column: number, run: Run) => ({
  charge: (steps: number) => spend(run, steps, column),
  fail: (message: string): never => {
    throw new ExpressionError(`In {{ }}: ${message}.`, column);
  },
});

/** Text that stands for itself. */
const asIs = (text: string): string => text;

const evaluateText = (parts: readonly (string | BoundOutput)[], run: Run, encode: (text: string) => string): string => {
  const texts = parts.map((part) => {
    if (typeof part === 'string') return part;
    const text = textOf(evaluateOutput(part, run), bounds(part.column, run));
    spend(run, text.length * (encode === asIs ? costs.copy : costs.split), part.column);
    return encode(text);
  });
  return texts.join('');
};

const evaluateWhole = (output: BoundOutput, run: Run): Json => {
  const value = evaluateOutput(output, run);
  return value instanceof Uint8Array ? textOf(value, bounds(output.column, run)) : value;
};

/** Errors below a mask say which of its properties they stand in. */
const within = <T>(path: readonly (string | number)[], act: () => T): T => {
  try {
    return act();
  } catch (error) {
    if (error instanceof ExpressionError && path.length > 0)
      throw new ExpressionError(error.message, error.column, path, error.isSpent);
    throw error;
  }
};

const variablesOf = ({ operand, calls }: Output): Variable[] =>
  [operand, ...calls.flatMap((call) => call.arguments.map((argument) => argument.operand))].filter(
    (each): each is Variable => each.kind === 'variable',
  );

const checkVariable = ({ name, column }: Variable, allowed: readonly string[]): void => {
  if (allowed.includes(name)) return;
  const [hint] = nearest(name, allowed);
  const known = hint === undefined ? `Known are ${allowed.join(', ')}.` : `Did you mean ${hint}?`;
  throw new ExpressionError(`There is no variable ${name.slice(0, 40)}. ${known}`, column);
};

/**
 * Compiles a template: a string, or an object or list whose string leaves are expressions (a mask); other leaves stand for
 * themselves. Throws ExpressionError.
 */
export const compile = (template: Json, options: CompileOptions = {}): Expression => {
  const limits = { ...defaultLimits, ...options.limits };
  const heads = options.heads ?? 'path';
  const { encode = asIs } = options;
  const calls: BoundCall[] = [];
  const variables: Variable[] = [];
  let outputs = 0;
  let length = 0;
  /** Characters between braces. */
  let inside = 0;
  let whole = false;

  const count = (more: number, path: readonly (string | number)[] = []): void => {
    length += more;
    if (length > limits.template) throw new ExpressionError(`At most ${limits.template} characters fit here.`, 1, path);
  };

  const compileText = (source: string): Evaluate => {
    count(source.length);
    inside += source.length;
    const parts = parseTemplate(source, heads, limits).map((part) => {
      if (typeof part === 'string') {
        inside -= part.length;
        return part;
      }
      outputs += 1;
      if (outputs > limits.outputs) throw new ExpressionError(`At most ${limits.outputs} {{ }} fit here.`, part.column);
      for (const variable of variablesOf(part)) {
        if (options.variables && (heads === 'path' || variable !== part.operand))
          checkVariable(variable, options.variables);
        variables.push(variable);
      }
      const { operand } = part;
      const isFraction = operand.kind === 'literal' && operand.fraction;
      const bound = part.calls.map((call, index) => bind(call, isFraction && index === 0));
      calls.push(...bound);
      return { operand, calls: bound, column: part.column };
    });
    const [first = '', second] = parts;
    if (second !== undefined || options.encode) return (run) => evaluateText(parts, run, encode);
    if (typeof first === 'string') return () => first;
    whole = source === template;
    return (run) => evaluateWhole(first, run);
  };

  const compileNode = (node: Json, path: readonly (string | number)[]): Evaluate => {
    if (path.length > limits.nesting) throw new ExpressionError(`At most ${limits.nesting} levels fit here.`, 1, path);
    if (typeof node === 'string') {
      const evaluate = within(path, () => compileText(node));
      return (run) => within(path, () => evaluate(run));
    }
    count(1, path);
    if (Array.isArray(node)) {
      const entries = node.map((entry, index) => compileNode(entry, [...path, index]));
      return (run) => entries.map((evaluate) => evaluate(run));
    }
    if (isObject(node)) {
      const entries = Object.entries(node).map(([key, entry]) => {
        count(key.length, path);
        return [key, compileNode(entry, [...path, key])] as const;
      });
      return (run) => Object.fromEntries(entries.map(([key, evaluate]) => [key, evaluate(run)]));
    }
    return () => node;
  };

  const evaluate = compileNode(template, []);
  return {
    filters: calls.map(({ name, column, random, reveals }) => ({ name, column, random, reveals })),
    variables,
    outputs,
    whole,
    deterministic: !calls.some(({ random }) => random),
    cost: length * costs.copy + inside * costs.template,
    evaluate: (scope, effort, environment = {}) => {
      const run: Run = { scope, effort, environment };
      const result = evaluate(run);
      const { charge, fail } = bounds(1, run);
      // A mask that names the data many times gives it many times once it is written as JSON, which is what becomes of every result.
      produce(run, measure(result, { charge, fail }), 1);
      return result;
    },
  };
};

/**
 * One random filter over one variable, and nothing of the input let through: the only kind of expression that tells its
 * author nothing about the data.
 */
export const isBlindAlias = ({ filters, variables, whole }: Expression): boolean =>
  whole && variables.length === 1 && filters.length === 1 && filters.every(({ random, reveals }) => random && !reveals);
