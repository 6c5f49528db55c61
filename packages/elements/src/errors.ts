import { type ErrorCode, errorTexts, Failure, type FieldError } from '@tessera/bridge';
import type { JsonValue, Problem } from '@tessera/client';

/**
 * An error of elements. `code` names the reason and never changes; the message says what to do. docs/errors.md lists all codes.
 *
 * @example
 * ```ts
 * import { ElementsError } from '@tessera/elements';
 *
 * const isLost = (thrown: unknown) => thrown instanceof ElementsError && thrown.code === 'frame-lost';
 * ```
 */
export class ElementsError extends Error {
  override readonly name: string = 'BasisTheoryElementsError';
  declare readonly code: ErrorCode;
  /** What the error is about: the path of a property, an option, an origin. Never a value. */
  declare readonly detail: string | undefined;
  /**
   * Set when a call was under way, so that its outcome is unknown: `safe` means that the same call with the same values, made within 15 minutes,
   * makes no second token; after `unsafe` it may.
   */
  declare readonly retry: 'safe' | 'unsafe' | undefined;

  constructor(code: ErrorCode, detail?: string, retry?: 'safe' | 'unsafe') {
    const text = errorTexts[code] ?? code;
    const about = detail ?? (retry && `outcome unknown, retry is ${retry}`);
    super(about ? `${text} (${about})` : text);
    this.code = code;
    this.detail = detail;
    this.retry = retry;
  }
}

/**
 * Inputs are incomplete or invalid, so nothing was sent.
 *
 * @example
 * ```ts
 * import { ElementsValidationError } from '@tessera/elements';
 *
 * const inputsToMark = (thrown: unknown): string[] => {
 *   if (!(thrown instanceof ElementsValidationError)) throw thrown;
 *   return thrown.validation.map(({ targetId }) => targetId);
 * };
 * ```
 */
export class ElementsValidationError extends ElementsError {
  override readonly name = 'BasisTheoryValidationError';
  /** The shape of the payload, with `{ type: 'invalid' | 'incomplete' }` in place of each element that was refused. */
  declare readonly details: JsonValue;
  /** The same as a list, one entry per input. */
  declare readonly validation: readonly FieldError[];

  constructor(details: JsonValue, validation: readonly FieldError[]) {
    super('validation-error');
    this.details = details;
    this.validation = validation;
  }
}

/**
 * The vault refused the request, or did not answer (`status` is -1).
 *
 * @example
 * ```ts
 * import { ElementsApiError } from '@tessera/elements';
 *
 * const problemOf = (thrown: unknown) => (thrown instanceof ElementsApiError ? thrown.data?.type : undefined);
 * ```
 */
export class ElementsApiError extends ElementsError {
  override readonly name = 'BasisTheoryApiError';
  /** The HTTP status; -1 when no answer came. */
  declare readonly status: number;
  /** The problem that the vault answered with (RFC 7807). */
  declare readonly data: Problem | undefined;

  constructor(code: ErrorCode, status: number, data: Problem | undefined) {
    super(code);
    this.status = status;
    this.data = data;
  }
}

/** Converts a failure of the bridge to a public error. Whatever else is thrown is an error already. */
export const errorOf = (thrown: unknown): Error => {
  if (!(thrown instanceof Failure)) return thrown as Error;
  const { code, parts } = thrown;
  if (code === 'validation-error')
    return new ElementsValidationError(parts.details as JsonValue, parts.validation ?? []);
  const { problem } = parts;
  if (problem || code === 'vault-unreachable') {
    return new ElementsApiError(code, problem?.status ?? -1, problem?.data as Problem | undefined);
  }
  return new ElementsError(code, parts.detail);
};

/** The answer of a frame. Rejects with a public error. */
export const answered = <T>(answer: Promise<T>): Promise<T> =>
  answer.catch((thrown: unknown) => {
    throw errorOf(thrown);
  });
