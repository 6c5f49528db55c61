import { type HandledRoute, handledRoutes } from '@tessera/contract';
import { type ApprovalAct, consoleContract, signedIn } from '@tessera/contract/console';
import type { AllowedOrigins } from '../access/allowed-origins.ts';
import type { Identified } from '../access/authenticate.ts';
import type { Incoming } from '../api/api.ts';
import { assertUrl, edge } from '../api/edge.ts';
import { matcher } from '../api/match.ts';
import { readCall } from '../api/read-call.ts';
import { readiness } from '../api/readiness.ts';
import { reply } from '../api/reply.ts';
import type { Egress } from '../egress/egress.ts';
import type { VaultRequest, VaultResponse } from '../http/messages.ts';
import { json } from '../http/response.ts';
import { idToText, type Random, uuid7 } from '../ids.ts';
import type { Keyring } from '../keys/port.ts';
import { localBudgets } from '../limits/budgets.ts';
import { slowDown } from '../limits/slow-down.ts';
import type { Log } from '../log/log.ts';
import { type Metrics, noMetrics } from '../metrics/metrics.ts';
import { challengeLife } from '../operators/challenges.ts';
import { ApiError, shuttingDown } from '../problem.ts';
import type { FormulaRunner } from '../sandbox/sandbox.ts';
import { heartbeat } from '../store/heartbeat.ts';
import type { Store } from '../store/port.ts';
import { type After, afterwards } from '../timers.ts';
import type { Vault } from '../vault-options.ts';
import { apiRoot, asApiCall, isApiCall, onOwnOrigin, within } from './api-call.ts';
import { appPages } from './app.ts';
import type { AppFiles } from './app-files.ts';
import {
  type ConsoleContext,
  type ConsoleServices,
  type SignInRate,
  signInLimit,
  usualRate,
} from './console-services.ts';
import { openIdCookie, sessionCookie } from './cookie.ts';
import { type ConsoleGuards, consoleGuards } from './guards.ts';
import { handlers } from './handlers.ts';
import type { KeyPlace } from './key-place.ts';
import { logHub } from './log-hub.ts';
import { openIdCallbackPath } from './openid/callback-path.ts';
import type { OpenIdProvider } from './openid/openid-provider.ts';
import { openIdCallback } from './openid/sign-in-openid.ts';
import { rewrapRuns } from './rewrap-runs.ts';
import { assertOwnPage, type SignedIn, signedInBy } from './signed-in.ts';
import { logStreamPath, streamLogs } from './stream-logs.ts';
import { deletesTenant, takeDeletion } from './tenant-deletion.ts';
import { callerIn, tenantOfCall } from './tenant-of-call.ts';
import { verifications } from './verifications.ts';
import { passkeysFor } from './webauthn.ts';

export interface ConsoleOptions {
  vault: Pick<Vault, 'answerFor'>;
  store: Store;
  keyring: Keyring;
  keys: KeyPlace;
  /** Milliseconds since the epoch. */
  clock: () => number;
  random: Random;
  log: Log;
  metrics?: Metrics | undefined;
  /** Runs code with test data, and sends what that may send. Both are those of the vault, which closes them. */
  sandbox: Pick<FormulaRunner, 'run'>;
  egress: Pick<Egress, 'fetch'>;
  /** The origin of the console. Passkeys are for its host name. */
  origin: string;
  /** The origin of the vault, whose frames the pages may show. */
  vaultOrigin: string | undefined;
  /** Whether nothing else is served on the domain of the vault; false by default. */
  ownSite?: boolean;
  /** Which pages may embed fields by the setting of the process. It may change while the vault serves. */
  allowedOrigins: () => AllowedOrigins;
  /** The number of active tokens in a month that the plan includes; 0 for no plan. */
  includedTokens?: number | undefined;
  /** What another operator has to approve before it is done; nothing by default. */
  twoPerson?: readonly ApprovalAct[] | undefined;
  /** Scripts that the vault serves for pages, by name. */
  scripts: Readonly<Record<string, string>>;
  /** The OpenID provider that people may sign in with. */
  openId?: OpenIdProvider | undefined;
  /** The built pages. */
  app: AppFiles | undefined;
  /** How often somebody may try to sign in; tests that sign in often give more. */
  rate?: SignInRate;
  after?: After;
  /** Tests take single ones away, to show that they are needed. */
  guards?: Partial<ConsoleGuards> | undefined;
}

/** Bytes of a body that are read of somebody who is not signed in: a new passkey has fewer. */
const mostUnknown = 131_072;

/** Throws 403 where the role does not have the action that a route is for. */
const assertMay = ({ operator }: SignedIn, permission: string, guards: ConsoleGuards): void => {
  if (permission === signedIn || guards.hasAction(operator.role, permission)) return;
  throw new ApiError('role-forbidden', `This needs a role that has ${permission}; ${operator.role} does not.`);
};

/** Creates what listens on the console's own origin: its pages, who is signed in, and the vault's API for them. */
export const createConsole = (options: ConsoleOptions) => {
  const { vault, store, keyring, keys, clock, random, log, metrics = noMetrics, origin, after = afterwards } = options;
  const guards = { ...consoleGuards, ...options.guards };
  const newId = uuid7(clock, random);
  const budgets = localBudgets(clock);
  const cookie = sessionCookie(origin);
  const basic = {
    ...{ store, keyring, keys, clock, random, log, origin, guards, cookie, newId: () => idToText(newId()) },
    ...{ budgets, sandbox: options.sandbox, egress: options.egress, scripts: options.scripts },
    vaultOrigin: options.vaultOrigin,
    twoPerson: new Set(options.twoPerson),
  };
  const services: ConsoleServices = {
    ...basic,
    openId: options.openId,
    openIdCookie: openIdCookie(origin, challengeLife / 1000),
    verifications: verifications(basic),
    rewraps: rewrapRuns({ ...basic, after }),
    allowedOrigins: options.allowedOrigins,
    ownSite: options.ownSite ?? false,
    includedTokens: options.includedTokens ?? 0,
    passkeys: passkeysFor(origin),
    ready: readiness({ prove: heartbeat(store, clock, random), clock, after }),
    assertMayTry: signInLimit(budgets, options.rate ?? usualRate),
  };
  const check = signedInBy(services);
  const fromProvider = openIdCallback(services);
  const hub = logHub({ store, after, log });
  const pages = appPages(options.app, { console: origin, vault: options.vaultOrigin });
  const match = matcher(handledRoutes<typeof consoleContract, ConsoleContext>(consoleContract, handlers(services)));
  const roots = ['/session', '/console'];
  let isClosed = false;

  const handled = async (
    { route, handle }: HandledRoute<ConsoleContext>,
    incoming: Incoming,
    params: Record<string, string>,
  ) => {
    const { request, address, trace } = incoming;
    const origin = { from: address, trace };
    const identify = (background?: boolean) => check(incoming, background);
    const known = route.permission === undefined ? undefined : await identify();
    incoming.operatorId = known?.operator.id;
    if (known && route.permission !== undefined) assertMay(known, route.permission, guards);
    const most = known ? undefined : mostUnknown;
    const { query, body } = await readCall(route, request, assertUrl(incoming), { most });
    const headers: Record<string, string> = {};
    const answer = await handle({
      ...{ params, query, body, address, origin },
      secret: cookie.read(request.headers.get('Cookie')),
      identify: known ? async () => known : identify,
      tenant: async () =>
        await tenantOfCall(services, (known ?? (await identify())).operator, request.headers.get('Tessera-Tenant')),
      asker: (group) => ({ group, assertWanted: () => request.signal.throwIfAborted() }),
      header: (name, value) => {
        headers[name] = value;
      },
    });
    const { status, body: text } = reply(route, answer);
    return json(status, status === 204 ? undefined : text, headers);
  };

  const answerOwn = edge(
    { slowDown: slowDown(after), log, metrics, clock, newTraceId: basic.newId },
    async (incoming): Promise<VaultResponse> => {
      const { request } = incoming;
      const path = assertUrl(incoming).pathname;
      if (!roots.some((root) => within(path, root))) {
        incoming.route = 'console pages';
        return pages(request, path);
      }
      // The listener still takes calls then, and whatever they began would be ended by nobody.
      if (isClosed) throw shuttingDown();
      if (path === openIdCallbackPath && request.method === 'GET') {
        incoming.route = path;
        return await fromProvider(assertUrl(incoming).searchParams, incoming);
      }
      if (path === logStreamPath) {
        incoming.route = path;
        assertOwnPage({ guards, origin }, request);
        return await streamLogs(services, hub, request, async () => {
          const known = await check(incoming, true);
          incoming.operatorId = known.operator.id;
          return known;
        });
      }
      const { found, params } = match(request.method, path);
      incoming.route = found.route.path;
      assertOwnPage({ guards, origin }, request);
      return await handled(found, incoming, params);
    },
  );

  /** Who calls the API, in the tenant that the call names. */
  const identify =
    (request: VaultRequest, address: string) =>
    async (trace: string): Promise<Identified> => {
      assertOwnPage({ guards, origin }, request);
      const known = await check({ request, address, trace });
      const { operator } = known;
      const caller = await callerIn(services, operator, request.headers.get('Tessera-Tenant'));
      if (deletesTenant(request, apiRoot) && caller.permissions.has('tenant:delete')) {
        await takeDeletion(services, known, caller.tenantId);
      }
      return caller;
    };

  const answer = async (request: VaultRequest, { address }: { address: string }): Promise<VaultResponse> => {
    const url = URL.parse(request.url);
    if (!url || !isApiCall(url)) return onOwnOrigin(await answerOwn(request, { address }));
    const from = { address, identify: identify(request, address) };
    return onOwnOrigin(await vault.answerFor(asApiCall(request, url), from));
  };

  return {
    answer,
    /** Goes on with work that operators began and that no process does any more. */
    resume: () => services.rewraps.resume(),
    /** Ends what goes on beside answers, and begins nothing more. Vault, store and keyring stay open; the caller closes them. */
    close: async () => {
      isClosed = true;
      hub.close();
      await services.verifications.close();
      await services.rewraps.close();
    },
  };
};
