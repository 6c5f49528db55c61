import { BasisTheoryApiError, BasisTheoryValidationError, type Problem } from '@tessera/client';
import { ElementsApiError, ElementsValidationError } from '@tessera/elements';

/** Rejects with the SDK's own error classes, which are the same with and without elements. */
export const publicly = async <T>(answer: Promise<T>): Promise<T> => {
  try {
    return await answer;
  } catch (thrown) {
    if (thrown instanceof ElementsApiError) {
      throw new BasisTheoryApiError(thrown.message, thrown.status, thrown.data as Problem | undefined);
    }
    if (thrown instanceof ElementsValidationError) {
      throw new BasisTheoryValidationError(thrown.message, thrown.details as Record<string, unknown>, [
        ...thrown.validation,
      ]);
    }
    throw thrown;
  }
};
