import type { Value } from './json.ts';
import type { Kind } from './kinds.ts';

/** What a filter gets from its surroundings. */
export interface Context {
  /** Some argument, or a literal before the filter, was written with a decimal point. */
  readonly fraction: boolean;
  /** Charges work to the request, before it is done, by the table in `costs.ts`; ends the evaluation when the request has none left. */
  charge(steps: number): void;
  /** Charges characters or entries that the result has more than the input, before they are made. */
  grow(more: number): void;
  /** Ends the evaluation. The message starts in lower case, is prefixed with the filter's name and holds no value. */
  fail(message: string): never;
  /** A uniformly drawn integer from 0 to below the bound. */
  random(bound: number): number;
  now(): Date;
}

export interface Parameter<T> {
  readonly kind: Kind<T>;
  /** What stands in for an argument that is not given or null; without it the argument is required. */
  readonly fallback?: T;
  /** The argument must be written out in the template, so that it is read when the template is compiled. */
  readonly literal?: true;
}

export const required = <T>(kind: Kind<T>): Parameter<T> => ({ kind });

export const optional = <T, F>(kind: Kind<T>, fallback: F): Parameter<T | F> => ({
  kind: kind as Kind<T | F>,
  fallback,
});

type Parameters = { readonly [name: string]: Parameter<unknown> };

type Arguments<P> = { readonly [N in keyof P]: P[N] extends Parameter<infer T> ? T : never };

interface Definition<Input, P extends Parameters> {
  /** One sentence for docs/expressions.md and for errors. */
  readonly description: string;
  readonly input: Kind<Input>;
  /** In the order in which arguments are given; the names can be used too (`reveal: last: 4`). */
  readonly parameters?: P;
  /** Null stays null through every filter but those that say what it means to them. */
  readonly takesNull?: true;
  /** Draws from `context.random`. */
  readonly random?: true;
  /** Whether these arguments let part of the input through unchanged (asked of random filters only). */
  readonly reveals?: (given: Arguments<P>) => boolean;
  readonly apply: (input: Input, given: Arguments<P>, context: Context) => Value;
}

/** A filter as the registry holds it: its parameters are data, its function takes what they describe. */
export interface Filter extends Omit<Definition<never, Parameters>, 'input' | 'parameters' | 'reveals' | 'apply'> {
  readonly input: Kind<unknown>;
  readonly parameters: Parameters;
  readonly reveals: (given: Readonly<Record<string, unknown>>) => boolean;
  readonly apply: (input: unknown, given: Readonly<Record<string, unknown>>, context: Context) => Value;
}

/** Checks a definition's types against one another; the binder keeps the promise that they describe. */
export const filter = <Input, P extends Parameters = Record<never, never>>(
  definition: Definition<Input, P>,
): Filter => ({
  ...definition,
  parameters: definition.parameters ?? {},
  reveals: (given) => definition.reveals?.(given as Arguments<P>) ?? false,
  apply: (input, given, context) => definition.apply(input as Input, given as Arguments<P>, context),
});

/** One family of filters; a file each. */
export type Family = Readonly<Record<string, Filter>>;
