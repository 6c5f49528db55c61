import type { errorTexts } from './error-texts.ts';
import type { FieldError, Sealed } from './protocol.ts';

export type ErrorCode = keyof typeof errorTexts;

export interface FailureParts {
  /** A name, never a value: a property's path, an option, a host. */
  readonly detail?: string;
  readonly details?: unknown;
  readonly validation?: readonly FieldError[];
  readonly problem?: { readonly status: number; readonly data: unknown };
}

/** What code inside a frame throws on purpose. It is a record, so that nothing is gained by looking at its prototype. */
export class Failure {
  readonly code: ErrorCode;
  readonly parts: FailureParts;

  constructor(code: ErrorCode, parts: FailureParts = {}) {
    this.code = code;
    this.parts = parts;
  }
}

/** The plain form of anything thrown in a frame. What is not a `Failure` keeps nothing but the fact that it happened. */
export const seal = (thrown: unknown): Sealed =>
  thrown instanceof Failure ? { code: thrown.code, ...thrown.parts } : { code: 'internal-error' };
