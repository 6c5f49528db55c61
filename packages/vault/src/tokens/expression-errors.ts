import { ExpressionError } from '../expressions/expression-error.ts';
import { invalid } from '../problem.ts';

/** Runs something with an expression of the request in it; an `ExpressionError` becomes a 400 that names property and column. */
export const asProperty = <T>(at: readonly string[], act: () => T): T => {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw invalid([...at, ...error.path].join('.'), `${error.message} (column ${error.column})`);
  }
};
