import type { JsonValue } from '@tessera/client';
import { BasisTheoryApiError, BasisTheoryValidationError } from '@tessera/client/lazy';
import { ElementsApiError, ElementsValidationError } from '@tessera/elements';

/** Converts errors of elements, so that calls with and without elements reject with the same error classes. */
export const publicly = async <T>(answer: Promise<T>): Promise<T> => {
  try {
    return await answer;
  } catch (thrown) {
    if (thrown instanceof ElementsApiError) {
      throw new BasisTheoryApiError(thrown.message, thrown.status, thrown.data, { code: thrown.code });
    }
    if (thrown instanceof ElementsValidationError) {
      throw new BasisTheoryValidationError(thrown.message, thrown.details as Record<string, JsonValue>, [
        ...thrown.validation,
      ]);
    }
    throw thrown;
  }
};
