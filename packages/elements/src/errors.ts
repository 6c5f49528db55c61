import { type ErrorCode, errorTexts, Failure, type FieldError } from '@tessera/bridge';

/** Anything that goes wrong with elements. `code` is stable and names the reason; the message says what to do. */
export class ElementsError extends Error {
  override readonly name: string = 'BasisTheoryElementsError';
  readonly code: ErrorCode;
  /** What it is about: a property's path, an option, an origin. Never a value. */
  readonly detail: string | undefined;

  constructor(code: ErrorCode, detail?: string) {
    const text = errorTexts[code] ?? code;
    super(detail === undefined ? text : `${text} (${detail})`);
    this.code = code;
    this.detail = detail;
  }
}

/** The inputs were not complete, so nothing was sent. */
export class ElementsValidationError extends ElementsError {
  override readonly name = 'BasisTheoryValidationError';
  /** The payload's shape, with `{ type: 'invalid' | 'incomplete' }` where an input was refused. */
  readonly details: unknown;
  /** The same as a list, by `targetId`. */
  readonly validation: readonly FieldError[];

  constructor(details: unknown, validation: readonly FieldError[]) {
    super('validation-error');
    this.details = details;
    this.validation = validation;
  }
}

/** The vault refused the request, or (`status` -1) could not be reached. */
export class ElementsApiError extends ElementsError {
  override readonly name = 'BasisTheoryApiError';
  /** The HTTP status. */
  readonly status: number;
  /** The problem that the vault sent (RFC 7807). */
  readonly data: unknown;

  constructor(code: ErrorCode, status: number, data: unknown) {
    super(code);
    this.status = status;
    this.data = data;
  }
}

/** The public form of whatever the bridge rejected with. */
export const errorOf = (thrown: unknown): Error => {
  if (!(thrown instanceof Failure)) return thrown instanceof Error ? thrown : new ElementsError('internal-error');
  const { code, parts } = thrown;
  if (code === 'validation-error') return new ElementsValidationError(parts.details, parts.validation ?? []);
  if (parts.problem) return new ElementsApiError(code, parts.problem.status, parts.problem.data);
  if (code === 'vault-unreachable') return new ElementsApiError(code, -1, undefined);
  return new ElementsError(code, parts.detail);
};

/** An answer of a frame, whose refusals are errors in their public form. */
export const answered = <T>(answer: Promise<T>): Promise<T> =>
  answer.catch((thrown: unknown) => {
    throw errorOf(thrown);
  });
