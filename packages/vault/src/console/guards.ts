import { type ApprovalAct, type ConsoleAction, mayAct, type RoleName, roles } from '@tessera/contract/console';
import type { VaultRequest } from '../http/messages.ts';
import { idleEnd, type OperatorSession } from '../operators/operator-sessions.ts';
import type { Statement } from '../store/port.ts';

/*
 * Every check on who calls stands here under a name. They are passed in, so that a test can take exactly one away and show that its
 * attack then succeeds; what is shipped passes this record and offers no way to pass another.
 */
export interface ConsoleGuards {
  /** Calls carry a header that pages of other origins cannot send without asking first (Fetch §3.2.2). */
  marked(request: VaultRequest): boolean;
  /** A browser that names the origin of the calling page names the console's. */
  ownOrigin(request: VaultRequest, origin: string): boolean;
  /** Calls that change something name it. */
  namesOrigin(request: VaultRequest): boolean;
  /** A session is used from the network that it was begun from. */
  sameNetwork(session: OperatorSession, network: string): boolean;
  /** Nothing was done in a session for too long, or it is too old. */
  isOver(session: OperatorSession, now: number): boolean;
  /** An operator of one tenant looks into that one only. */
  inScope(operator: { tenantId: string | undefined }, tenantId: string): boolean;
  /** Who makes tenants, and says how much they may store, looks after all of them. */
  ofAllTenants(operator: { tenantId: string | undefined }): boolean;
  /** A role has the action that a route is for. */
  hasAction(role: RoleName, action: string): boolean;
  /** What a touch of a passkey is asked for; one for something else counts for nothing. */
  touchFor(purpose: readonly string[]): readonly string[];
  /** Whether somebody adds a passkey, by whether it was just shown that it is this operator. */
  mayAddPasskey(isProved: boolean): boolean;
  /** Milliseconds for which a touch that was asked for is taken. */
  touchLife: number;
  /** The secret of a new session, which is not one that the browser has brought along. */
  secretFor(drawn: string, brought: string | undefined): string;
  /** What the answer of the OpenID provider has to belong to: the way that this browser began, by its cookie. */
  boundTo(cookie: string | undefined): string | undefined;
  /** The write that takes a link, the answer of a passkey or of the OpenID provider, or an approval out of use. */
  once(spend: Statement): Statement[];
  /** Whoever decides about a wish may do the same, and is somebody else than who asks. */
  mayDecide(approval: { act: ApprovalAct; askedBy: string }, operator: { id: string; role: RoleName }): boolean;
  /** Whether code that is run with test data may send requests: only where whoever runs it says so. */
  maySend(requests: boolean): boolean;
  /** Runs of code with test data that a tenant may have at the same time. */
  runsAtOnce: number;
  /** Such runs of one operator: so many at once, and then one in so many seconds. */
  runRate: { burst: number; seconds: number };
  /** What one session has begun, no other one goes on with. */
  ownSession(begun: { sessionId: string }, session: { id: string }): boolean;
}

/** The header that marks calls of the console's pages. */
export const consoleHeader = 'Tessera-Console';

const changesNothing = new Set(['GET', 'HEAD']);

export const consoleGuards: ConsoleGuards = {
  marked: ({ headers }) => headers.get(consoleHeader) !== null,
  ownOrigin: ({ headers }, origin) =>
    (headers.get('Origin') ?? origin) === origin && (headers.get('Sec-Fetch-Site') ?? 'same-origin') === 'same-origin',
  namesOrigin: ({ method, headers }) => changesNothing.has(method) || headers.get('Origin') !== null,
  sameNetwork: (session, network) => session.network === network,
  isOver: (session, now) => now >= idleEnd(session),
  inScope: ({ tenantId }, asked) => tenantId === undefined || tenantId === asked,
  ofAllTenants: ({ tenantId }) => tenantId === undefined,
  hasAction: (role, action) => roles[role].actions.includes(action as ConsoleAction),
  touchFor: (purpose) => purpose,
  mayAddPasskey: (isProved) => isProved,
  touchLife: 60_000,
  secretFor: (drawn) => drawn,
  boundTo: (cookie) => cookie,
  once: (spend) => [spend],
  mayDecide: ({ act, askedBy }, { id, role }) => askedBy !== id && mayAct(role, act),
  maySend: (requests) => requests,
  runsAtOnce: 2,
  runRate: { burst: 20, seconds: 2 },
  ownSession: ({ sessionId }, { id }) => sessionId === id,
};
