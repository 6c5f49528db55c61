/** The body of an error answer (RFC 7807). */
export interface Problem {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  instance?: string;
  /**
   * Messages by the property they are about. The keys are the dotted names of the wire, `card.expiration_month`,
   * because that is what was sent; they are not renamed.
   */
  errors?: Record<string, string[]>;
  /** In an answer of the proxy: what failed in the vault. Without it, the answer is the destination's own. */
  proxy_error?: Problem;
}

/** A call that failed: the vault refused it, or gave no answer that could be read. */
export class BasisTheoryApiError extends Error {
  override readonly name = 'BasisTheoryApiError';
  /** The HTTP status; -1 when no answer came. */
  readonly status: number;
  /** What the vault said; absent when no answer came, or one that is not JSON. */
  readonly data: Problem | undefined;

  constructor(message: string, status: number, data?: Problem, options?: { cause: unknown }) {
    super(message, options);
    this.status = status;
    this.data = data;
  }
}

/** What is wrong with one input of an element. */
export interface FieldError {
  targetId: string;
  type: 'invalid' | 'incomplete';
}

/** Elements whose values are not fit to be sent. Nothing was sent. */
export class BasisTheoryValidationError extends Error {
  override readonly name = 'BasisTheoryValidationError';
  /** The payload, with what is wrong in the place of each element. */
  readonly details: Record<string, unknown>;
  /** The same as a list. */
  readonly validation: FieldError[];

  constructor(message: string, details: Record<string, unknown>, validation: FieldError[]) {
    super(message);
    this.details = details;
    this.validation = validation;
  }
}
