import type { ApiError } from '../problem.ts';
import type { VaultResponse } from './messages.ts';

/**
 * Headers of every response of the API (docs/architecture.md §2.1). Frames are served from the same origin, so a response that a
 * browser opens as a document must not act as that origin: `sandbox` gives it an opaque origin and no scripts. Callers are
 * identified by their key and never by a cookie, so any origin may read.
 */
const always = {
  'Content-Security-Policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'BT-TOTAL, BT-TRACE-ID, Deprecation, Retry-After',
};

const alwaysJson = { ...always, 'Content-Type': 'application/json' };

type HeaderFields = Record<string, string>;

/** A response of JSON text; 204 has no body. */
export const json = (status: number, text: string | undefined, headers: HeaderFields = {}): VaultResponse => ({
  status,
  headers: { ...(text === undefined ? always : alwaysJson), ...headers },
  body: text,
});

/** What the script of a document may do: call the origin that it came from. It has no origin itself, so it reaches nothing that is stored. */
const scriptPolicy = (digest: string): string =>
  `script-src '${digest}'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'; `;

/** An HTML document. Its only style sheet, and its only script if it has one, are allowed by their digests. */
export const document = (text: string, digests: { style: string; script?: string }): VaultResponse => ({
  status: 200,
  headers: {
    ...always,
    'Content-Security-Policy':
      `sandbox${digests.script ? ' allow-scripts' : ''}; default-src 'none'; style-src '${digests.style}'; ` +
      `${digests.script ? scriptPolicy(digests.script) : ''}frame-ancestors 'none'`,
    'Content-Type': 'text/html; charset=utf-8',
  },
  body: text,
});

/** Tells the status of a destination that has answered, also where its answer could not be passed on. */
export const destinationStatus = 'BT-PROXY-DESTINATION-STATUS';

/** What is said of every answer of a destination. */
const ofDestination = (status: number): HeaderFields => ({
  'Access-Control-Expose-Headers': '*',
  [destinationStatus]: String(status),
});

/**
 * The answer of another server. The vault's own headers come last, so the other server cannot set policies for the vault's origin.
 */
export const passOn = (status: number, headers: HeaderFields, body: VaultResponse['body']): VaultResponse => ({
  status,
  headers: { ...headers, ...always, ...ofDestination(status) },
  body,
});

/** The vault's own headers of an answer whose other headers come from elsewhere. */
const inert = { ...always, 'Access-Control-Expose-Headers': '*' };

/** A response that code of a customer asked for. The vault's own headers come last here, too. */
export const ownResponse = (status: number, headers: HeaderFields, body: string): VaultResponse => ({
  status,
  headers: { ...headers, ...inert },
  body: status === 204 || status === 205 || status === 304 ? undefined : body,
});

/** An error in its public form (RFC 7807). */
export const problem = (error: ApiError, trace: string): VaultResponse =>
  json(error.status, JSON.stringify(error.problem(trace)), {
    ...error.headers,
    'Content-Type': 'application/problem+json',
  });

/**
 * An error of the proxy, wrapped so that it cannot be confused with an error of the destination (API reference, Proxy Responses).
 */
export const proxyProblem = (error: ApiError, trace: string): VaultResponse =>
  json(error.status, JSON.stringify({ proxy_error: error.problem(trace) }), error.headers);

/** The answer to a CORS preflight. `BT-ELEMENTS-PAGE` is missing on purpose, so that only frames can send it. */
const preflightHeaders = {
  'Access-Control-Allow-Methods': 'GET, POST, PUT, PATCH, DELETE',
  'Access-Control-Allow-Headers':
    'BT-API-KEY, BT-CLIENT-USER-AGENT, BT-ENCRYPTED, BT-IDEMPOTENCY-KEY, BT-PROXY-KEY, BT-PROXY-URL, BT-TRACE-ID, Content-Type, X-API-KEY',
  'Access-Control-Max-Age': '7200',
};

export const preflight = (): VaultResponse => json(204, undefined, preflightHeaders);
