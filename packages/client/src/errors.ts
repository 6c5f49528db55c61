import type { JsonValue } from '@tessera/contract';

/**
 * The body of an error answer (RFC 7807). `type` is the code of the error and never changes; docs/errors.md lists all of them.
 *
 * @example
 * ```ts
 * import { BasisTheoryApiError, type Problem } from '@tessera/client';
 *
 * const problemOf = (thrown: unknown): Problem | undefined =>
 *   thrown instanceof BasisTheoryApiError ? thrown.data : undefined;
 * const problem = await bt.tokens.retrieve('no-such-token').catch(problemOf);
 * ```
 */
export interface Problem {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  instance?: string;
  /**
   * Messages by property. The keys are dotted paths in the names of the wire, such as `card.expiration_month`, and are not renamed
   * to camel case.
   */
  errors?: Record<string, string[]>;
  /** In answers of the proxy: the error of the vault. Without it, the answer came from the destination. */
  proxy_error?: Problem;
}

/**
 * A call that failed: the vault refused it, or no readable answer came. Messages name properties and limits, never what was sent.
 *
 * @example
 * ```ts
 * import { BasisTheoryApiError } from '@tessera/client';
 *
 * try {
 *   await bt.tokens.create({ type: 'card', data: { number: '4242424242424241' } });
 * } catch (thrown) {
 *   if (!(thrown instanceof BasisTheoryApiError)) throw thrown;
 *   thrown.status; // 400
 *   thrown.data?.type; // 'validation'
 *   const wrong = Object.keys(thrown.data?.errors ?? {});
 *   wrong; // ['data.number']
 * }
 * ```
 */
export class BasisTheoryApiError extends Error {
  override readonly name = 'BasisTheoryApiError';
  /** The HTTP status; -1 when no answer came. */
  declare readonly status: number;
  /**
   * The problem that the vault answered with. Absent when no answer came, or one that is not JSON. Of a proxied call, what the destination
   * answered in whatever form: text where it is no JSON.
   */
  declare readonly data: Problem | undefined;
  /**
   * Names the reason and never changes: the `type` of the problem, or for a call with elements in its payload the code of elements. When no
   * answer came, it is `vault-unreachable`. Absent when the answer is none of the vault's.
   */
  declare readonly code: string | undefined;
  /** The headers of the answer, such as `retry-after`, by their names in lower case. None when no answer came. */
  declare readonly headers: Readonly<Record<string, string>>;

  constructor(
    message: string,
    status: number,
    data?: Problem,
    options: { cause?: unknown; code?: string | undefined; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message, options);
    this.status = status;
    this.data = data;
    this.code = 'code' in options ? options.code : data?.type;
    this.headers = options.headers ?? {};
  }
}

/**
 * What is wrong with one input of an element. `targetId` names the input; `incomplete` inputs become valid by typing more, and are `empty`
 * when nothing was typed.
 *
 * @example
 * ```ts
 * import type { FieldError } from '@tessera/client';
 *
 * const sentence = ({ targetId, type, empty }: FieldError) => `${targetId} is ${empty ? 'empty' : type}.`;
 * sentence({ targetId: 'cardNumber', type: 'incomplete' }); // 'cardNumber is incomplete.'
 * ```
 */
export interface FieldError {
  targetId: string;
  type: 'invalid' | 'incomplete';
  empty?: true;
}

/**
 * Elements of the payload are incomplete or invalid, so nothing was sent.
 *
 * @example
 * ```ts
 * import { BasisTheoryValidationError } from '@tessera/client';
 *
 * const inputsToMark = (thrown: unknown): string[] => {
 *   if (!(thrown instanceof BasisTheoryValidationError)) throw thrown;
 *   return thrown.validation.map(({ targetId }) => targetId);
 * };
 * ```
 */
export class BasisTheoryValidationError extends Error {
  override readonly name = 'BasisTheoryValidationError';
  /** As in every error of elements. */
  readonly code = 'validation-error';
  /** The shape of the payload, with `{ type: 'invalid' | 'incomplete' }` in place of each element that was refused. */
  declare readonly details: Readonly<Record<string, JsonValue>>;
  /** The same as a list, one entry per input. */
  declare readonly validation: FieldError[];

  constructor(message: string, details: Readonly<Record<string, JsonValue>>, validation: FieldError[]) {
    super(message);
    this.details = details;
    this.validation = validation;
  }
}
