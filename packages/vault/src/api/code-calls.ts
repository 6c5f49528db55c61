import { contract, type Route } from '@tessera/contract';
import type { AllowedOrigins } from '../access/allowed-origins.ts';
import type { Caller, Identified } from '../access/authenticate.ts';
import type { Origin } from '../access/origin.ts';
import type { CodeCall, Context } from '../context.ts';
import { type Effort, EffortSpent } from '../effort/effort.ts';
import type { VaultRequest } from '../http/messages.ts';
import type { StoredAnswer } from '../idempotency/answers.ts';
import type { creationLimit } from '../limits/creation-limit.ts';
import type { rateLimit } from '../limits/rate-limit.ts';
import { errorFields } from '../log/log.ts';
import { ApiError } from '../problem.ts';
import type { Services } from '../services.ts';
import { tooMuchWork } from '../tokens/expression-errors.ts';
import type { Match } from './match.ts';
import { permit } from './permit.ts';
import { readCall } from './read-call.ts';
import { reply } from './reply.ts';

/**
 * What code may call: routes about tokens. Reactors are not among them, so that no code can start a chain of reactions, and neither is the
 * proxy, since code sends requests itself.
 */
const offered: ReadonlySet<Route> = new Set<Route>([
  ...[contract.tokens.create, contract.tokens.retrieve, contract.tokens.update, contract.tokens.delete],
  ...[contract.tokens.list, contract.tokens.search, contract.tokens.listV2, contract.tokens.searchV2],
  ...[contract.tokenize, contract.detokenize],
  ...Object.values(contract.tokenIntents),
]);

/** Characters of an answer that code gets. */
const mostShown = 1_048_576;

/** What holds code in its bounds. Tests take one away, to show what it is for. */
export const codeGuards = {
  mayCall: (route: Route): boolean => offered.has(route),
  isSmall: (answer: string): boolean => answer.length <= mostShown,
  /** For whom the code acts, as that is now. */
  holder: ({ authenticator }: Services, tenantId: string, applicationId: string): Promise<Identified | undefined> =>
    authenticator.actAs(tenantId, applicationId),
};

export type CodeGuards = typeof codeGuards;

/** Steps for each character of an answer that is written for code. */
const answerCost = 20;

/** The origin that paths of calls stand on while they are read. Nothing is ever sent there. */
const nowhere = 'https://code.invalid';

/** The request for which code runs: whose it is, and what it may still do. */
interface Around {
  tenantId: string;
  address: string;
  trace: string;
  /** Of the request that the code runs for. */
  origin: Origin;
  /** What is left of what the request may make the vault do, for all calls of code together. */
  effort: Effort;
  commit: Context['commit'];
}

export interface CodeCallOptions {
  services: Services;
  match: (method: string, path: string) => Match<Context>;
  ownerOf: AllowedOrigins['owner'];
  limit: ReturnType<typeof rateLimit>;
  create: ReturnType<typeof creationLimit>;
  guards?: CodeGuards | undefined;
}

const ended = () => new ApiError('unavailable', 'The code that asked for this has ended.');

const requestOf = ({ method, body, signal }: CodeCall, { href }: URL): VaultRequest => ({
  method,
  url: href,
  headers: new Headers({ 'Content-Type': 'application/json' }),
  body:
    body === undefined
      ? null
      : (async function* () {
          yield Buffer.from(body, 'utf8');
        })(),
  signal,
});

/**
 * Answers calls that code makes of the API: by the same handlers, checks and limits as any other call, for an application that is looked up
 * at each of them.
 */
export const codeCalls = ({ services, match, ownerOf, limit, create, guards = codeGuards }: CodeCallOptions) => {
  const { store, log } = services;

  const carryOut = async (around: Around, applicationId: string, call: CodeCall): Promise<StoredAnswer> => {
    const { tenantId, address, trace, origin, effort } = around;
    const { method, signal, saw } = call;
    const assertRuns = () => {
      if (signal.aborted) throw ended();
    };
    const holder = await guards.holder(services, tenantId, applicationId);
    if (!holder) {
      throw new ApiError(
        'forbidden',
        'The application for which the code acts was deleted, has expired, or has no key.',
      );
    }
    const caller: Caller = { ...holder, origin };
    await limit(caller, address);
    const url = URL.parse(call.path, nowhere);
    if (url?.origin !== nowhere) throw new ApiError('malformed-request', 'This is not a path of the API.');
    const { found, params } = match(method, url.pathname);
    const { route } = found;
    if (!guards.mayCall(route))
      throw new ApiError('forbidden', 'Code may call what is about tokens, and nothing else.');
    const request = requestOf(call, url);
    await permit(request, caller, route, { ownerOf, store });
    effort.occupy(call.body?.length ?? 0);
    const { query, body } = await readCall(route, request, url, { effort });
    let status: number | undefined;
    const context: Context = {
      ...{ caller, effort, trace, saw, page: undefined },
      creates: async (creation) => await create(caller, address, creation),
      commit: async (write, kept = {}) => {
        assertRuns();
        for (const shown of kept.shown ?? []) saw(shown);
        return await around.commit(write);
      },
      begin: async () => assertRuns(),
      acted: () => undefined,
      again: () => Promise.reject(new TypeError('Calls of code are answered when their work is done.')),
      callAs: () => Promise.reject(new TypeError('Calls of code run no code.')),
      status: (other) => {
        status = other;
      },
      deprecated: () => undefined,
      header: () => undefined,
    };
    assertRuns();
    const answer = reply(route, await found.handle({ params, query, body, ...context }), status);
    if (!guards.isSmall(answer.body)) {
      throw new ApiError(
        'too-much-work',
        `The answer has more than ${mostShown} characters, which is more than code gets. What it asked for may be done.`,
      );
    }
    effort.occupy(2 * answer.body.length);
    await effort.reserve(answer.body.length * answerCost);
    return answer;
  };

  return (around: Around): Context['callAs'] =>
    async (applicationId, call) => {
      try {
        return await carryOut(around, applicationId, call);
      } catch (error) {
        const known = error instanceof EffortSpent ? tooMuchWork('body', error.message) : error;
        if (!(known instanceof ApiError)) {
          log.error(
            { trace_id: around.trace, tenant_id: around.tenantId, ...errorFields(error) },
            'a call of code failed',
          );
        }
        const told =
          known instanceof ApiError
            ? known
            : new ApiError('internal', `It was logged under the trace id ${around.trace}.`);
        return { status: told.status, body: JSON.stringify(told.problem(around.trace)) };
      }
    };
};
