/**
 * Every kind of error that the API can answer. The key is the machine-readable `type` (a relative reference, RFC 7807 §3.1) and
 * never changes. Titles are for people.
 */
const problems = {
  'malformed-request': { status: 400, title: 'The request could not be read.' },
  validation: { status: 400, title: 'One or more validation errors occurred.' },
  'token-intent-ended': { status: 400, title: 'The token intent does not exist or has ended.' },
  'encrypted-data': { status: 400, title: 'The encrypted data could not be opened.' },
  'unknown-tokens': { status: 400, title: 'Some tokens were not found.' },
  'proxy-request': { status: 400, title: 'Invalid proxy request' },
  'too-much-work': { status: 400, title: 'The request asks for too much work.' },
  'search-too-broad': { status: 400, title: 'The search would look at too many tokens.' },
  unauthenticated: { status: 401, title: 'A valid API key is required.' },
  'session-ended': { status: 401, title: 'The session has ended.' },
  'sign-in-required': { status: 401, title: 'Nobody is signed in to the console.' },
  'sign-in-failed': { status: 401, title: 'The passkey or the link was not accepted.' },
  forbidden: { status: 403, title: 'The API key does not have the required permission.' },
  'role-forbidden': { status: 403, title: 'The role of this operator does not allow this.' },
  'fresh-sign-in-needed': { status: 403, title: 'This needs a sign-in of the last few minutes.' },
  'passkey-needed': { status: 403, title: 'This needs a passkey.' },
  'touch-refused': { status: 403, title: 'The passkey did not confirm this.' },
  'agreement-required': { status: 403, title: 'Two operators of the vault have to agree to this.' },
  'approval-needed': { status: 403, title: 'Another operator has to approve this first.' },
  'foreign-page': { status: 403, title: 'This did not come from a page of the console.' },
  'destination-not-allowed': { status: 403, title: 'Requests may not go to this destination.' },
  'origin-not-pinned': { status: 403, title: 'This page may not use this API key.' },
  'frame-required': { status: 403, title: 'This works inside frames of this vault only.' },
  'session-not-authorized': { status: 403, title: 'No server has authorized this session for this.' },
  'elements-key-required': { status: 403, title: 'Elements work with API keys of type elements only.' },
  'elements-key-restricted': { status: 403, title: 'API keys that stand in pages may not ask for this.' },
  'not-found': { status: 404, title: 'Nothing was found here.' },
  'method-not-allowed': { status: 405, title: 'This path does not answer to this method.' },
  'destination-timeout': { status: 408, title: 'The destination took too long.' },
  conflict: { status: 409, title: 'The request conflicts with a change made meanwhile.' },
  'in-use': { status: 409, title: 'Something else still uses this.' },
  'idempotency-in-flight': { status: 409, title: 'A request with this idempotency key is still being answered.' },
  'idempotency-answer-lost': { status: 409, title: 'The first request with this idempotency key left no answer.' },
  'body-too-large': { status: 413, title: 'The request body is too large.' },
  'unsupported-media-type': { status: 415, title: 'The request body has the wrong content type.' },
  'limit-reached': { status: 422, title: 'There are as many of these as there may be.' },
  'idempotency-key-reused': { status: 422, title: 'The idempotency key was used for another request.' },
  'reactor-bad-request': { status: 400, title: 'The reactor refused the request.' },
  'reactor-authentication': { status: 401, title: 'The service behind the reactor refused its credentials.' },
  'reactor-payment-method': { status: 402, title: 'The payment method was refused.' },
  'reactor-forbidden': { status: 403, title: 'The reactor refused the operation.' },
  'reactor-code': { status: 422, title: 'The code of the reactor formula is not a valid function.' },
  'reactor-result': { status: 422, title: 'What the reactor formula gave back could not be stored.' },
  'reactor-rate-limited': { status: 429, title: 'The service behind the reactor limits its requests.' },
  'reactor-failed': { status: 500, title: 'The reactor failed.' },
  'reactor-interrupted': { status: 500, title: 'The reaction was interrupted.' },
  'reactor-unavailable': { status: 503, title: 'The service behind the reactor is not available.' },
  'rate-limited': { status: 429, title: 'Too many requests.' },
  'too-much-stored': { status: 429, title: 'Too much was stored in a short time.' },
  'quota-exceeded': { status: 429, title: 'The tenant has stored what it may store in a day.' },
  'too-much-in-flight': { status: 429, title: 'Too many bytes are on their way.' },
  internal: { status: 500, title: 'Something went wrong in the vault.' },
  'not-offered': { status: 501, title: 'This vault does not have this part of the API.' },
  'destination-failed': { status: 502, title: 'The destination gave no answer that could be used.' },
  'transform-failed': { status: 502, title: 'A transform of the proxy failed.' },
  'identity-provider-unreachable': { status: 503, title: 'The OpenID provider cannot be reached.' },
  unavailable: { status: 503, title: 'The vault cannot answer right now.' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemType = keyof typeof problems;

/** Messages by dotted path of the property as it was sent, such as `card.expiration_month`. */
export type PropertyErrors = Record<string, string[]>;

/** The body of every answer that is not a success (RFC 7807). `instance` is the trace id. */
export interface Problem {
  type: ProblemType;
  title: string;
  status: number;
  detail?: string;
  instance?: string;
  errors?: PropertyErrors;
}

/** The error that handlers throw. The caller sees its message, so it names properties and limits, never a value. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly type: ProblemType;
  readonly errors: PropertyErrors | undefined;
  /** Headers of the answer, such as `Retry-After`. */
  readonly headers: Record<string, string>;

  constructor(
    type: ProblemType,
    detail: string,
    more: { errors?: PropertyErrors; headers?: Record<string, string> } = {},
  ) {
    super(detail);
    this.type = type;
    this.errors = more.errors;
    this.headers = more.headers ?? {};
  }

  get status(): number {
    return problems[this.type].status;
  }

  /** The public form. */
  problem(instance: string): Problem {
    return {
      type: this.type,
      ...problems[this.type],
      detail: this.message,
      instance,
      ...(this.errors && { errors: this.errors }),
    };
  }
}

/** One wrong property: `invalid('data.number', 'must pass the Luhn check')`. */
export const invalid = (path: string, message: string): ApiError => invalidAll({ [path]: [message] });

/** Several wrong properties at once. */
export const invalidAll = (errors: PropertyErrors): ApiError => {
  const named = Object.keys(errors);
  const more = named.length > 3 ? ` and ${named.length - 3} more` : '';
  return new ApiError('validation', `Correct ${named.slice(0, 3).join(', ')}${more}, then send the request again.`, {
    errors,
  });
};

/** What is told to whoever calls while a process stops. */
export const shuttingDown = (): ApiError =>
  new ApiError('unavailable', 'The vault is shutting down.', { headers: { 'Retry-After': '5' } });
