import { contract, handledRoutes, type Route } from '@tessera/contract';
import { canEver } from '../access/access.ts';
import type { AllowedOrigins } from '../access/allowed-origins.ts';
import { type Caller, callingFrom, type Identified } from '../access/authenticate.ts';
import { auditMacsIn } from '../audit/audit.ts';
import type { Context, Kept } from '../context.ts';
import type { EffortLimits } from '../effort/effort.ts';
import type { VaultRequest, VaultResponse } from '../http/messages.ts';
import { json } from '../http/response.ts';
import { answeredElsewhere, type StoredAnswer } from '../idempotency/answers.ts';
import { type Claim, idempotency } from '../idempotency/idempotency.ts';
import type { BytesInFlight, Holding } from '../limits/bytes-in-flight.ts';
import type { creationLimit } from '../limits/creation-limit.ts';
import type { rateLimit } from '../limits/rate-limit.ts';
import { ApiError } from '../problem.ts';
import { proxy } from '../proxy/proxy.ts';
import { identify } from '../proxy/stored/identify.ts';
import { handlers } from '../resources/handlers.ts';
import type { Services } from '../services.ts';
import type { Write } from '../store/port.ts';
import type { CallUrl } from './call-url.ts';
import type { CodeGuards } from './code-calls.ts';
import { expectedBytes } from './expected-bytes.ts';
import { matcher } from './match.ts';
import { permit } from './permit.ts';
import { readCall, readQuery } from './read-call.ts';
import { reply } from './reply.ts';
import { workOf } from './work.ts';
import { answerOf, assertDone } from './work-errors.ts';

export interface ApiOptions {
  services: Services;
  ownerOf: AllowedOrigins['owner'];
  limit: ReturnType<typeof rateLimit>;
  /** What a request may make the vault do. */
  effort?: Partial<EffortLimits> | undefined;
  create: ReturnType<typeof creationLimit>;
  inFlight: BytesInFlight;
  /** What holds code that uses the vault. */
  codeGuards?: CodeGuards | undefined;
}

/** A request, and what is known about it so far. The access log reads this, also after an error. */
export interface Incoming {
  request: VaultRequest;
  url: CallUrl;
  /** The address of the caller, as far as the proxies that report it are trusted. */
  address: string;
  /** The id by which it is found in logs. */
  trace: string;
  /** Says who calls, where that is not told by an API key: an operator, by a session of the console. Throws what refuses the call. */
  identify?: (trace: string) => Promise<Identified>;
  /** The path of the route in the contract. */
  route?: string;
  caller?: Caller;
  /** The operator who calls the console itself, and not the API through it. */
  operatorId?: string | undefined;
  /** The MAC of the last audit row that the request left: the log tells of it, so that a write that is lost later is missed. */
  auditMac?: Uint8Array | undefined;
  /** The type of the problem that answers it. */
  problem?: ApiError['type'];
  /** The memory that it occupies until it is answered. */
  holding?: Holding;
  /** The answer comes from another server, so errors of the vault have to be marked as its own. */
  proxied?: true;
}

/** The day on which the `X-API-KEY` header was replaced (API reference, Deprecated Features). */
const xApiKeyEnded = Date.UTC(2022, 0, 9);

/** The day from which the `decrypt` endpoints are deprecated (API reference, Deprecated Endpoints). */
const routesEnded = Date.UTC(2022, 0, 3);

/** Methods whose requests may have an idempotency key; the others are idempotent anyway. */
const onceOnly = new Set(['POST', 'PUT', 'PATCH']);

/** Steps for each character of an answer: of writing it as JSON and handing it to the connection. */
const answerCost = 20;

const proxyVerbs = new Map<string, Route>(
  Object.values(contract.proxy).map((route) => [route.method.toUpperCase(), route]),
);

/** What a caller of a stored proxy needs: there is a permission for that alone, and whoever may use tokens in the proxy may call it too. */
const toInvoke = (route: Route, caller: Caller): string | undefined =>
  canEver('proxy:invoke', caller) ? 'proxy:invoke' : route.permission;

/** Nobody gets this answer. It is what the log tells of the call. */
const gone = () => new ApiError('malformed-request', 'The connection was closed before the call was carried out.');

/** Whoever reads how the work ended uses another key, which is not to blame. */
const keyEnded = (error: unknown): never => {
  if (!(error instanceof ApiError) || error.type !== 'unauthenticated') throw error;
  throw new ApiError('forbidden', 'The key that asked for this was revoked or has expired before it could begin.');
};

/**
 * Answers the routes of the contract: authenticate, check permission, parse, call the handler, check the answer. The order decides
 * which of several errors is reported: errors in the content of a request are reported only to a key that may make the request.
 */
export const api = ({ services, ownerOf, limit, create, inFlight, effort, codeGuards }: ApiOptions) => {
  const { store, keyring, clock, authenticator } = services;
  const match = matcher(handledRoutes<typeof contract, Context>(contract, handlers(services)));
  const send = proxy(services);
  const claimOf = idempotency(store, keyring, clock);
  const work = workOf({ services, match, ownerOf, limit, create, effort, guards: codeGuards });

  const commit =
    (incoming: Incoming, route: Route, claim: Claim | undefined, status: () => number | undefined) =>
    async (write: Write, kept: Kept = {}) => {
      const stored = claim ? claim.store(reply(route, kept.answer, status()), kept) : [];
      if (write.length + stored.length === 0) return undefined;
      const failed = await store.commit([...write, ...stored]);
      if (failed === answeredElsewhere) {
        throw new ApiError('idempotency-in-flight', 'Wait for the answer of the first request, then send it again.');
      }
      if (failed === undefined) incoming.auditMac = auditMacsIn(write).at(-1) ?? incoming.auditMac;
      return failed;
    };

  /** Any path below that of the proxy. Only `BT-API-KEY` authenticates there; other key headers are for the destination. */
  const passOn = async (incoming: Incoming): Promise<VaultResponse> => {
    const { request, url, address, trace } = incoming;
    incoming.proxied = true;
    incoming.route = contract.proxy.get.path;
    const route = proxyVerbs.get(request.method);
    if (!route) {
      const allow = [...proxyVerbs.keys()].join(', ');
      throw new ApiError('method-not-allowed', `The proxy answers to ${allow}.`, { headers: { Allow: allow } });
    }
    const { identified, stored } = await identify(services, request, url);
    const caller = callingFrom(identified, address, trace);
    incoming.caller = caller;
    await limit(caller, address);
    const isAnonymous = stored !== undefined && caller.applicationId === stored.id;
    const needed = stored ? toInvoke(route, caller) : route.permission;
    if (!isAnonymous) await permit(request, caller, route, { ownerOf, store }, needed);
    const holding = await inFlight.enter(caller.tenantId, expectedBytes(route, request));
    incoming.holding = holding;
    // An idempotency key means nothing here: what counts are the effects at the destination.
    const keep = commit(incoming, route, undefined, () => undefined);
    const context: Context = {
      ...work({ caller, holding, address, trace, commit: keep }),
      page: undefined,
      commit: keep,
      begin: async () => undefined,
      acted: () => undefined,
      again: () => Promise.reject(new TypeError('The proxy answers when its work is done.')),
      deprecated: () => undefined,
      status: () => undefined,
      header: () => undefined,
    };
    return await send({ request, url, stored, context }).catch(answerOf);
  };

  return async (incoming: Incoming): Promise<VaultResponse> => {
    const { request, url, address, trace } = incoming;
    if (url.pathname === '/proxy' || url.pathname.startsWith('/proxy/')) {
      // What a destination answers would be read as an answer of the origin that the operator's cookie is for.
      if (incoming.identify) throw new ApiError('not-found', 'The proxy takes calls with API keys only.');
      return await passOn(incoming);
    }
    const { found, params } = match(request.method, url.pathname);
    const { route } = found;
    incoming.route = route.path;

    const key = request.headers.get('BT-API-KEY');
    const sentKey = key ?? request.headers.get('X-API-KEY');
    const identify = incoming.identify ?? (() => authenticator.authenticate(sentKey));
    const caller = callingFrom(await identify(trace), address, trace);
    incoming.caller = caller;
    await limit(caller, address, route);
    const page = await permit(request, caller, route, { ownerOf, store });
    const entering = inFlight.enter(caller.tenantId, expectedBytes(route, request));
    const holding = entering instanceof Promise ? await entering : entering;
    incoming.holding = holding;

    /** From then on the call may have had effects, and is finished although its caller has gone. */
    let begun = false;
    const assertWanted = () => {
      if (!begun && request.signal.aborted) throw gone();
    };
    const asked = { address, trace, commit: commit(incoming, route, undefined, () => undefined) };
    const own = work({ ...asked, caller, holding, assertWanted });
    const { effort } = own;
    const isOldKey = key === null && incoming.identify === undefined;
    const deprecations = [...(isOldKey ? [xApiKeyEnded] : []), ...(route.deprecated ? [routesEnded] : [])];
    const headers: Record<string, string> = {};
    const respond = ({ status, body }: StoredAnswer) => {
      effort.worked(body.length * answerCost);
      return json(status, status === 204 ? undefined : body, {
        ...headers,
        ...(deprecations.length > 0 && { Deprecation: `@${Math.min(...deprecations) / 1000}` }),
      });
    };

    const { query, body, text } = route.body
      ? await readCall(route, request, url, { effort }).catch(assertDone)
      : readQuery(route, url);
    const idempotencyKey = onceOnly.has(request.method) ? request.headers.get('BT-IDEMPOTENCY-KEY') : null;
    // What a query asks for is a part of the request as what a body asks for.
    const whole = { method: request.method, path: url.pathname, body: text + url.search };
    const claimed = idempotencyKey === null ? undefined : await claimOf(idempotencyKey, caller, whole);
    if (claimed && 'status' in claimed) return respond(claimed);
    try {
      let status: number | undefined;
      const keep = commit(incoming, route, claimed, () => status);
      const context: Context = {
        ...own,
        page,
        commit: async (write, kept) => {
          begun = true;
          return await keep(write, kept);
        },
        begin: async () => {
          begun = true;
          await claimed?.begin();
        },
        acted: () => claimed?.acted(),
        again: async (keeps, run) => {
          const caller = callingFrom(await identify(trace).catch(keyEnded), address, trace);
          await permit(request, caller, route, { ownerOf, store });
          const holding = await inFlight.enter(caller.tenantId, expectedBytes(route, request));
          try {
            return await run({ ...context, ...work({ ...asked, caller, holding }), ...keeps }).catch(assertDone);
          } finally {
            holding.release();
          }
        },
        status: (other) => {
          status = other;
        },
        deprecated: (since) => deprecations.push(since),
        header: (name, value) => {
          headers[name] = value;
        },
      };
      return respond(reply(route, await found.handle({ ...context, params, query, body }), status));
    } catch (error) {
      return answerOf(error);
    } finally {
      await claimed?.release();
    }
  };
};
