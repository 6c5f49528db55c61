import { EffortSpent } from '../effort/effort.ts';
import { ExpressionError } from '../expressions/expression-error.ts';
import { ApiError, invalid } from '../problem.ts';

/** What stands in a request is more work than one request may ask for: 400 at the property. */
export const tooMuchWork = (at: string, message: string): ApiError =>
  new ApiError('too-much-work', `Ask for less in ${at}, or divide it among several requests.`, {
    errors: { [at]: [message] },
  });

/** The 400 that an error of an expression, or of the work it asks for, becomes; other errors stay as they are. */
const asProblem = (at: readonly string[], error: unknown): unknown => {
  if (error instanceof EffortSpent) return tooMuchWork(at.join('.'), error.message);
  if (!(error instanceof ExpressionError)) return error;
  const place = [...at, ...error.path].join('.');
  const message = `${error.message} (column ${error.column})`;
  return error.isSpent ? tooMuchWork(place, message) : invalid(place, message);
};

/** Does something with an expression of the request in it; what is wrong with the expression becomes a 400 at this property. */
export const asProperty = async <Result>(at: readonly string[], act: () => Promise<Result>): Promise<Result> => {
  try {
    return await act();
  } catch (error) {
    throw asProblem(at, error);
  }
};
