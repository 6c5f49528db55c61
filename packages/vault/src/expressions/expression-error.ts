/**
 * The only error of a template or its data. `message` names filters, parameters, properties and expected types, never a value, so it
 * can be shown to the caller. `column` counts from 1, in UTF-16 units of the template string. `path` leads to that string when the
 * template was an object or a list (a mask).
 */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
  readonly column: number;
  readonly path: readonly (string | number)[];

  /** Nothing is wrong but the amount of work: the request has none left. */
  readonly isSpent: boolean;

  constructor(message: string, column: number, path: readonly (string | number)[] = [], isSpent = false) {
    super(message);
    this.column = column;
    this.path = path;
    this.isSpent = isSpent;
  }
}
