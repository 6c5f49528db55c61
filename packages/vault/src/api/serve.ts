import { contract, openapi } from '@tessera/contract';
import { rowMark } from '../audit/audit.ts';
import { isStream, type VaultRequest, type VaultResponse } from '../http/messages.ts';
import { json, preflight, problem, proxyProblem } from '../http/response.ts';
import { traceId } from '../http/trace.ts';
import { RootKeyError } from '../keys/errors.ts';
import type { RootKeyState } from '../keys/port.ts';
import { errorFields, type Log } from '../log/log.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { ApiError } from '../problem.ts';
import { frontPage } from '../reference/front-page.ts';
import { type Description, referenceResponse } from '../reference/reference.ts';
import type { Incoming } from './api.ts';

export interface ServeOptions {
  api(incoming: Incoming): Promise<VaultResponse>;
  /** Serves `/elements/` and `/js/`. */
  pages(request: VaultRequest): VaultResponse | undefined;
  /** Throws 503 once the vault is closing. */
  assertOpen(): void;
  /** Rejects while the vault cannot do its work. */
  ready(): Promise<void>;
  /** What is known of the root key. */
  rootKey(): RootKeyState;
  /** Whether an address has asked for more than it may of what needs no key. */
  isFlood(address: string): boolean | Promise<boolean>;
  /** Holds an answer back for a moment. */
  slowDown(): Promise<void>;
  log: Log;
  metrics: Metrics;
  clock: () => number;
  newTraceId: () => string;
  version: string;
  /** The origin under which callers reach the vault, for the API description. */
  publicUrl?: string | undefined;
}

/** Paths that balancers and orchestrators ask every few seconds. While all is well, their requests are logged at `debug` only. */
const probes = new Set(['/healthz', '/readyz']);

/** Stands for the URL of a request that makes none. */
const nowhere = new URL('about:blank');

/** Where documents and scripts for browsers are. */
const pageRoots = ['/elements/', '/js/', '/web-elements/'];

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

const unavailable = () => new ApiError('unavailable', 'Try again in a moment.', { headers: { 'Retry-After': '1' } });

const sealed = () =>
  new ApiError('unavailable', 'The vault is sealed, because its root key cannot be used.', {
    headers: { 'Retry-After': '30' },
  });

const internal = () => new ApiError('internal', 'It was logged under the trace id of this answer.');

/** Errors of the store that are temporary; all others are defects. */
const passing = new Set(['busy', 'closed', 'full', 'unavailable']);

const asApiError = (error: unknown): ApiError => {
  // Its type is a word of ours; but one that came from elsewhere would have no status to answer with.
  if (error instanceof ApiError) return error.status >= 400 ? error : internal();
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (error instanceof Error && error.name === 'StoreError' && passing.has(code)) return unavailable();
  if (error instanceof RootKeyError && outOfReach.has(error.code)) return sealed();
  return internal();
};

/** What is wrong with a root key and may pass without a restart. */
const outOfReach: ReadonlySet<RootKeyError['code']> = new Set(['sealed', 'unavailable', 'refused']);

/** Refusals of callers who ask for too much. Those who do not heed them are held back. */
const tooMuch = new Set(['rate-limited', 'too-much-stored', 'quota-exceeded', 'too-much-in-flight']);

/** What a stream has read ahead, about. */
const streamBytes = 65_536;

const occupiedBy = (body: VaultResponse['body']): number => {
  if (body === undefined) return 0;
  if (typeof body === 'string') return body.length;
  return isStream(body) ? streamBytes : body.byteLength;
};

/** Answers every request, with a trace id and a line in the access log. */
export const serve = (options: ServeOptions) => {
  const { api, pages, assertOpen, ready, isFlood, slowDown, log, metrics, clock, newTraceId, version, publicUrl } =
    options;
  let described: { json: VaultResponse; html: VaultResponse } | undefined;
  /** Built at the first request, so that starting the vault does not wait for it. */
  const description = () => {
    if (described) return described;
    const written = openapi(contract, version, publicUrl);
    described = {
      json: json(200, JSON.stringify(written)),
      html: referenceResponse(written as unknown as Description),
    };
    return described;
  };

  const status = (ok: boolean, about: object = {}) =>
    json(ok ? 200 : 503, JSON.stringify({ status: ok ? 'ok' : 'unavailable', ...about }));

  /** Said only while something is wrong with the root key, and only what a balancer may know. */
  const aboutRootKey = () => {
    const known = options.rootKey();
    if (known.status === 'reachable') return {};
    const until = known.status === 'unreachable' ? { root_key_until: new Date(known.until).toISOString() } : {};
    return { root_key: known.status, ...until };
  };

  /** Answers that need no key. */
  const open: Readonly<Record<string, (request: VaultRequest) => Promise<VaultResponse> | VaultResponse>> = {
    '/': frontPage(version),
    '/healthz': () => status(true),
    '/readyz': () => {
      // Known at once, while what the store can do is asked for at most once a second.
      if (options.rootKey().status === 'sealed') return status(false, aboutRootKey());
      return ready().then(
        () => status(true, aboutRootKey()),
        () => status(false, aboutRootKey()),
      );
    },
    // Published clients ask here whether an API is there (`webhooks.ping`).
    '/ping': () => status(true),
    '/openapi.json': () => description().json,
    '/docs': () => description().html,
  };

  const answer = async (incoming: Incoming): Promise<VaultResponse> => {
    const { request, url } = incoming;
    assertOpen();
    if (url === nowhere) {
      throw new ApiError('malformed-request', 'The request line or the Host header makes no valid URL.');
    }
    const path = url.pathname;
    const root = pageRoots.find((start) => path.startsWith(start));
    const page = root === undefined ? undefined : pages(request);
    if (page) {
      incoming.route = `${root}*`;
      return page;
    }
    if (request.method === 'OPTIONS') return preflight();
    const known = Object.hasOwn(open, path) ? open[path] : undefined;
    if (!known) return await api(incoming);
    incoming.route = path;
    if (await isFlood(incoming.address)) await slowDown();
    if (request.method === 'GET') return await known(request);
    if (request.method === 'HEAD') return { ...(await known(request)), body: undefined };
    throw new ApiError('method-not-allowed', 'This path answers to GET and HEAD.', { headers: { Allow: 'GET, HEAD' } });
  };

  /** Never throws: a request whose error cannot be described is still answered, counted and logged. */
  const failed = (error: unknown, { trace, proxied }: Incoming): VaultResponse => {
    const tell = (known: ApiError, cause: unknown): VaultResponse => {
      if (known.status === 429 || known.status === 503) metrics.refused(known.type);
      // A refusal for want of room, or while the vault closes, is no failure.
      const isRefusal = known === cause && known.status === 503;
      if (known.status >= 500 && !isRefusal) log.error({ trace_id: trace, ...errorFields(cause) }, 'a request failed');
      return (proxied ? proxyProblem : problem)(known, trace);
    };
    try {
      return tell(asApiError(error), error);
    } catch (fault) {
      return tell(internal(), fault);
    }
  };

  return async (request: VaultRequest, { address }: { address: string }): Promise<VaultResponse> => {
    const started = clock();
    const answered = metrics.request();
    const trace = traceId(request, newTraceId);
    const incoming: Incoming = { request, url: URL.parse(request.url) ?? nowhere, address, trace };
    let found: VaultResponse;
    try {
      found = await answer(incoming);
    } catch (error) {
      found = failed(error, incoming);
      if (error instanceof ApiError && tooMuch.has(error.type)) {
        incoming.holding?.settle(0);
        await slowDown();
      }
    }
    const outcome = {
      method: methods.has(request.method) ? request.method : 'other',
      route: incoming.route ?? 'none',
      status: found.status,
    };
    answered(outcome);
    const level = probes.has(outcome.route) && outcome.status === 200 ? 'debug' : 'info';
    log[level](
      {
        ...outcome,
        duration_ms: clock() - started,
        trace_id: trace,
        application_id: incoming.caller?.applicationId,
        tenant_id: incoming.caller?.tenantId,
        ...(incoming.auditMac && { audit_row: rowMark(incoming.auditMac) }),
      },
      'request',
    );
    const { holding } = incoming;
    holding?.settle(occupiedBy(found.body));
    return {
      ...found,
      headers: { ...found.headers, 'BT-TRACE-ID': trace },
      ...(holding && { sent: holding.release }),
    };
  };
};
