/** A key of an object or an index into a list (negative from its end). */
export type Segment = string | number;

export interface Variable {
  readonly kind: 'variable';
  readonly name: string;
  readonly segments: readonly Segment[];
  readonly column: number;
}

export interface Literal {
  readonly kind: 'literal';
  readonly value: string | number | boolean | null;
  /** Written with a decimal point: `divided_by: 4.0` asks for a fraction although 4.0 is 4 in JSON. */
  readonly fraction: boolean;
  readonly column: number;
}

export type Operand = Variable | Literal;

export interface Argument {
  readonly name: string | undefined;
  readonly operand: Operand;
}

export interface Call {
  readonly name: string;
  readonly arguments: readonly Argument[];
  readonly column: number;
}

/** One `{{ operand | call | call }}`. */
export interface Output {
  readonly operand: Operand;
  readonly calls: readonly Call[];
  readonly column: number;
}

/** A template string is text and outputs in turn. */
export type Part = string | Output;
