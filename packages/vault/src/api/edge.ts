import { isOperatorId } from '../access/operator-id.ts';
import { rowMark } from '../audit/audit.ts';
import { isStream, type VaultRequest, type VaultResponse } from '../http/messages.ts';
import { problem, proxyProblem } from '../http/response.ts';
import { traceId } from '../http/trace.ts';
import { RootKeyError } from '../keys/errors.ts';
import { errorFields, type Log } from '../log/log.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { ApiError } from '../problem.ts';
import type { CallCounts } from '../usage/call-counts.ts';
import type { KeyUses } from '../usage/key-uses.ts';
import type { Incoming } from './api.ts';
import { type CallUrl, callUrl } from './call-url.ts';

export interface EdgeOptions {
  /** Holds an answer back for a moment. */
  slowDown(): Promise<void>;
  log: Log;
  metrics: Metrics;
  clock: () => number;
  newTraceId: () => string;
  /** Counts calls by the tenant of who made them. */
  calls?: Pick<CallCounts, 'add'> | undefined;
  /** Remembers when API keys were used. */
  uses?: Pick<KeyUses, 'add'> | undefined;
}

/** Where a request came from, and who sent it where that is not told by an API key. */
export type From = Pick<Incoming, 'address' | 'identify'>;

/** Paths that balancers and orchestrators ask every few seconds. While all is well, their requests are logged at `debug` only. */
const probes = new Set(['/healthz', '/readyz']);

/** Stands for the URL of a request that makes none. */
const nowhere: CallUrl = new URL('about:blank');

/** The URL of a request. Throws 400 if the request makes none. */
export const assertUrl = ({ url }: Incoming): CallUrl => {
  if (url !== nowhere) return url;
  throw new ApiError('malformed-request', 'The request line or the Host header makes no valid URL.');
};

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

const unavailable = () => new ApiError('unavailable', 'Try again in a moment.', { headers: { 'Retry-After': '1' } });

const rootKeyGone = ({ code }: RootKeyError) =>
  new ApiError(
    'unavailable',
    `${code === 'sealed' ? 'The vault is sealed, because its' : 'The'} root key cannot be used.`,
    {
      headers: { 'Retry-After': '30' },
    },
  );

const internal = () => new ApiError('internal', 'It was logged under the trace id of this answer.');

/** Errors of the store that are temporary; all others are defects. */
const passing = new Set(['busy', 'closed', 'full', 'unavailable', 'unwritable']);

const asApiError = (error: unknown): ApiError => {
  // Its type is a word of ours; but one that came from elsewhere would have no status to answer with.
  if (error instanceof ApiError) return error.status >= 400 ? error : internal();
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (error instanceof Error && error.name === 'StoreError' && passing.has(code)) return unavailable();
  // Other processes may have it, also where this one was not told of the next one.
  if (error instanceof RootKeyError) return rootKeyGone(error);
  return internal();
};

/** Refusals of callers who ask for too much. Those who do not heed them are held back. */
const tooMuch = new Set(['rate-limited', 'too-much-stored', 'quota-exceeded', 'too-much-in-flight']);

/** What a stream has read ahead, about. */
const streamBytes = 65_536;

const occupiedBy = (body: VaultResponse['body']): number => {
  if (body === undefined) return 0;
  if (typeof body === 'string') return body.length;
  return isStream(body) ? streamBytes : body.byteLength;
};

/** Who called, in a line of the log: an application, or an operator of the console. */
const named = ({ caller, operatorId }: Incoming) => {
  const actor = caller?.applicationId;
  const isOperator = actor !== undefined && isOperatorId(actor);
  return {
    application_id: isOperator ? undefined : actor,
    operator_id: operatorId ?? (isOperator ? actor : undefined),
    tenant_id: caller?.tenantId,
  };
};

/** Answers every request, with a trace id and a line in the access log. */
export const edge = (
  { slowDown, log, metrics, clock, newTraceId, calls, uses }: EdgeOptions,
  answer: (incoming: Incoming) => Promise<VaultResponse>,
) => {
  /** Never throws: a request whose error cannot be described is still answered, counted and logged. */
  const failed = (error: unknown, incoming: Incoming): VaultResponse => {
    const { trace, proxied } = incoming;
    const tell = (known: ApiError, cause: unknown): VaultResponse => {
      incoming.problem = known.type;
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

  return async (request: VaultRequest, from: From): Promise<VaultResponse> => {
    const started = clock();
    const answered = metrics.request();
    const trace = traceId(request, newTraceId);
    const incoming: Incoming = { ...from, request, url: callUrl(request.url) ?? nowhere, trace };
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
    if (incoming.caller) {
      calls?.add(incoming.caller.tenantId, found.status);
      uses?.add(incoming.caller);
    }
    const level = probes.has(outcome.route) && outcome.status === 200 ? 'debug' : 'info';
    log[level](
      {
        ...outcome,
        duration_ms: clock() - started,
        trace_id: trace,
        problem: incoming.problem,
        ...named(incoming),
        audit_row: incoming.auditMac && rowMark(incoming.auditMac),
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
