import { EffortSpent } from '../effort/effort.ts';
import type { VaultResponse } from '../http/messages.ts';
import { tooMuchWork } from '../tokens/expression-errors.ts';
import { codeAnswer } from './code-answer.ts';

/** Work that no property is named for, such as that of the body as a whole. */
const named = (error: unknown): unknown => (error instanceof EffortSpent ? tooMuchWork('body', error.message) : error);

/** Throws why a call was not carried out. */
export const assertDone = (error: unknown): never => {
  throw named(error);
};

/** The answer of code that has thrown it. Throws every other error. */
export const answerOf = (error: unknown): VaultResponse => {
  try {
    return codeAnswer(error);
  } catch (other) {
    throw named(other);
  }
};
