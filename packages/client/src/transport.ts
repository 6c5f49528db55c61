import ky, { isNetworkError, isTimeoutError } from 'ky';
import { camelize } from './case.ts';
import { BasisTheoryApiError, type Problem } from './errors.ts';

/**
 * Options of a single call; always its last argument.
 *
 * @example
 * ```ts
 * import type { RequestOptions } from '@tessera/client';
 *
 * const options: RequestOptions = { idempotencyKey: 'order-1001', timeout: 5_000, signal: AbortSignal.timeout(10_000) };
 * const first = await bt.tokens.create({ type: 'token', data: 'a' }, options);
 * const again = await bt.tokens.create({ type: 'token', data: 'a' }, options);
 * again.id === first.id; // true
 * ```
 */
export interface RequestOptions {
  /** The API key for this call, in place of the key of the client. */
  apiKey?: string | undefined;
  /** An id of your choice for this call. The vault writes it to its log and answers with it. */
  correlationId?: string | undefined;
  /** Makes repeating the call safe: for 24 hours, calls with the same key and body take effect once and get the same answer. */
  idempotencyKey?: string | undefined;
  /** Cancels the call, which then rejects with the reason of the signal. */
  signal?: AbortSignal | undefined;
  /** How long to wait for the whole answer, in milliseconds. Default: 30,000. */
  timeout?: number | undefined;
}

/** A call to send, in the names of the wire. */
export interface Outgoing {
  method: string;
  path: string;
  query?: URLSearchParams;
  body?: unknown;
  /** A body that is sent as it is, in place of JSON. */
  raw?: BodyInit;
  /** Headers for the destination of the proxy. With them, the answer may have any form. */
  passing?: Record<string, string>;
  /** Whether the answer must have a body. */
  answers: boolean;
  options: RequestOptions;
}

export interface TransportOptions {
  /** Without a trailing slash. */
  baseUrl: string;
  apiKey: string | undefined;
  headers: Record<string, string>;
  fetch: typeof globalThis.fetch | undefined;
}

/** An answer. */
export interface Received {
  body: unknown;
  headers: Headers;
}

export type Transport = (call: Outgoing) => Promise<Received>;

/**
 * Sends calls and reads answers. It never repeats a call: when an answer is lost, the call may have taken effect. Callers can repeat
 * it themselves with an `idempotencyKey`.
 */
export function createTransport({ baseUrl, apiKey, headers, fetch }: TransportOptions): Transport {
  // Redirects are not followed, because the API key and the data would go to the address they name.
  const api = ky.create({
    prefix: baseUrl,
    retry: 0,
    timeout: false,
    throwHttpErrors: false,
    redirect: 'manual',
    ...(fetch && { fetch }),
  });

  return async ({ method, path, query, body, raw, passing, answers, options }) => {
    const { signal, timeout = 30_000 } = options;
    const pending = api(path, {
      method,
      headers: merge({ accept: 'application/json', ...headers }, passing ?? {}, {
        ...header('BT-API-KEY', 'API key', options.apiKey ?? apiKey),
        ...header('BT-TRACE-ID', 'correlationId', options.correlationId),
        ...header('BT-IDEMPOTENCY-KEY', 'idempotencyKey', options.idempotencyKey),
      }),
      // ky refuses what timers of the platform cannot count.
      totalTimeout: timeout <= longestTimer && timeout,
      ...(query && { searchParams: query }),
      ...(body !== undefined && { json: body }),
      ...(raw !== undefined && { body: raw }),
      ...(signal && { signal }),
    });
    let response: Response;
    let text: string;
    try {
      response = await pending;
      text = await pending.text();
    } catch (thrown) {
      if (signal?.aborted) throw signal.reason;
      throw noAnswer(baseUrl, timeout, thrown);
    }
    const read = passing ? readPassed(response, text) : readAnswer(baseUrl, response, text, answers);
    return { body: read, headers: response.headers };
  };
}

/** The longest time that a timer waits, in milliseconds: more than three weeks. */
const longestTimer = 2 ** 31 - 1;

// Names of headers ignore case; later values win.
function merge(...all: Record<string, string>[]): Headers {
  const merged = new Headers();
  for (const [name, value] of all.flatMap((some) => Object.entries(some))) {
    try {
      merged.set(name, value);
    } catch {
      // The error of `set` repeats the value, which may be a key of the destination.
      throw new TypeError(`The header ${name} has a name or a value that headers cannot have.`);
    }
  }
  return merged;
}

// `fetch` would throw an error that contains the value, and an API key must not get into a log.
function header(name: string, label: string, value: string | undefined): Record<string, string> {
  if (value === undefined) return {};
  if (!/^[\x21-\x7e]+$/.test(value)) {
    throw new TypeError(
      `The ${label} is empty or holds spaces or characters beyond ASCII, which ${name} cannot carry.`,
    );
  }
  return { [name]: value };
}

function noAnswer(baseUrl: string, timeout: number, thrown: unknown): BasisTheoryApiError {
  if (isTimeoutError(thrown)) {
    return new BasisTheoryApiError(
      `${baseUrl} did not answer within ${timeout} ms. Whether the call took effect is not known.`,
      -1,
      undefined,
      { code: 'vault-unreachable' },
    );
  }
  // ky's error holds the request with the API key in its headers, so only its cause is passed on.
  const cause = isNetworkError(thrown) ? thrown.cause : thrown;
  return new BasisTheoryApiError(
    `No answer came from ${baseUrl}. Check that apiBaseUrl is right, that the vault runs and can be reached, and in a browser that no content security policy or extension blocks it.`,
    -1,
    undefined,
    { cause, code: 'vault-unreachable' },
  );
}

// The answer of a destination may have any form. Its texts stay out of the message, because they may repeat what was sent.
function readPassed({ ok, status, headers }: Response, text: string): unknown {
  const json = parseJson(text);
  const body = json === undefined ? text : json;
  if (ok) return body;
  const { proxy_error: ours } = isRecord(body) ? (body as Problem) : {};
  throw new BasisTheoryApiError(describeProblem(status, ours ?? {}), status || -1, (body || undefined) as Problem, {
    // A destination may call something else the type of its error.
    code: ours?.type,
    headers: Object.fromEntries(headers),
  });
}

function readAnswer(baseUrl: string, response: Response, text: string, answers: boolean): unknown {
  const { status, ok } = response;
  const body = parseJson(text);
  if (ok && (body !== undefined || (!answers && text === ''))) return body;
  const headers = Object.fromEntries(response.headers);
  if (!ok && isRecord(body)) {
    const problem = camelize(body, {}) as Problem;
    throw new BasisTheoryApiError(describeProblem(status, problem), status, problem, { headers });
  }
  const received =
    response.type === 'opaqueredirect' || (status >= 300 && status < 400) ? 'a redirect' : describeBody(response, text);
  throw new BasisTheoryApiError(
    `${baseUrl} answered ${status || 'a call'} with ${received} instead of JSON. Check that apiBaseUrl is the address of the vault, and that no proxy in between answers in its place.`,
    status || -1,
    undefined,
    { headers },
  );
}

const describeBody = (response: Response, text: string): string =>
  text === '' ? 'nothing' : (response.headers.get('content-type') ?? 'an unknown content type');

const describeProblem = (status: number, { title, detail, errors = {} }: Problem): string => {
  const properties = isRecord(errors) ? Object.entries(errors).map(([name, messages]) => `${name}: ${messages}`) : [];
  return [`Request failed with status code ${status}`, [title, detail, ...properties].filter(Boolean).join(' ')]
    .filter(Boolean)
    .join(': ');
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
