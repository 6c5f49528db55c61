import type { errorTexts } from './error-texts.ts';
import type { FieldError } from './events.ts';
import type { Sealed } from './protocol.ts';

/** The stable name of everything that can go wrong with an element. */
export type ErrorCode = keyof typeof errorTexts;

/** What accompanies an error code. */
export interface FailureParts {
  /** A name, never a value: a property's path, an option, a host. */
  readonly detail?: string;
  /** The shape of a payload, with `{ type }` at each input that is not complete. */
  readonly details?: unknown;
  readonly validation?: readonly FieldError[];
  /** The vault's answer. */
  readonly problem?: { readonly status: number; readonly data: unknown };
}

/**
 * The error that code inside a frame throws on purpose. It does not extend `Error`, so it has no stack, and its prototype gives no access
 * to anything else.
 */
export class Failure {
  declare readonly code: ErrorCode;
  declare readonly parts: FailureParts;

  constructor(code: ErrorCode, parts: FailureParts = {}) {
    this.code = code;
    this.parts = parts;
  }
}

/** The plain record of anything thrown in a frame. Of what is not a `Failure`, only the fact that it was thrown is kept. */
export const seal = (thrown: unknown): Sealed =>
  thrown instanceof Failure ? { code: thrown.code, ...thrown.parts } : { code: 'internal-error' };
