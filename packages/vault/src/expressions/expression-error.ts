/**
 * The only thing this folder throws. `message` names filters, parameters, properties and expected types, never a value, so it
 * can be shown to the caller; `column` is 1-based and counts UTF-16 units of the template string; `path` leads to that string
 * when the template was an object or a list (a mask).
 */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
  readonly column: number;
  readonly path: readonly (string | number)[];

  constructor(message: string, column: number, path: readonly (string | number)[] = []) {
    super(message);
    this.column = column;
    this.path = path;
  }
}
