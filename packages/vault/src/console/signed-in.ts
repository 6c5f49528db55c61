import type { Actor } from '../access/origin.ts';
import type { VaultRequest } from '../http/messages.ts';
import type { Keyring } from '../keys/port.ts';
import { networkOf } from '../limits/network-of.ts';
import type { Log } from '../log/log.ts';
import { auditOperator } from '../operators/audit-operator.ts';
import type { Operator } from '../operators/operator.ts';
import { endSession, findSession, type OperatorSession, touchSession } from '../operators/operator-sessions.ts';
import { ApiError } from '../problem.ts';
import type { Store } from '../store/port.ts';
import type { HostCookie } from './cookie.ts';
import { type ConsoleGuards, consoleHeader } from './guards.ts';

/** Somebody who is signed in. */
export interface SignedIn {
  session: OperatorSession;
  operator: Operator;
  /** The operator, and where the call comes from. */
  actor: Actor;
}

/** A request, as far as it says who is signed in and from where. */
interface Asked {
  request: VaultRequest;
  address: string;
  trace: string;
}

/** Milliseconds between notes of use: most calls write nothing. */
const noteEvery = 10_000;

export interface SessionCheck {
  store: Store;
  keyring: Keyring;
  clock: () => number;
  log: Pick<Log, 'warn'>;
  cookie: HostCookie;
  guards: ConsoleGuards;
  /** The origin of the console. */
  origin: string;
}

const signInFirst = (detail: string) => new ApiError('sign-in-required', detail);

/** Refuses calls that pages of another origin could have made a browser send. Throws 403. */
export const assertOwnPage = ({ guards, origin }: Pick<SessionCheck, 'guards' | 'origin'>, request: VaultRequest) => {
  if (!guards.marked(request)) {
    throw new ApiError('foreign-page', `Calls of the console carry the header ${consoleHeader}: 1.`);
  }
  if (!guards.ownOrigin(request, origin) || !guards.namesOrigin(request)) {
    throw new ApiError('foreign-page', `The console takes calls from its own pages at ${origin} only.`);
  }
};

/**
 * Who is signed in, by the cookie of a request. A session that is used from another network ends at once: its cookie has been copied. With
 * `background` the call does not count as something that a person does. Throws 401.
 */
export const signedInBy =
  ({ store, keyring, clock, log, cookie, guards }: SessionCheck) =>
  async ({ request, address, trace }: Asked, background = false): Promise<SignedIn> => {
    const secret = cookie.read(request.headers.get('Cookie'));
    const found = secret === undefined ? undefined : await findSession(store, keyring, secret);
    if (!found) throw signInFirst('Sign in with a passkey.');
    const { session, operator } = found;
    const known = { ...found, actor: { actorId: operator.id, origin: { from: address, trace } } };
    const now = clock();
    if (!guards.sameNetwork(session, networkOf(address))) {
      await store.commit([
        endSession(session.id),
        ...(await auditOperator({ store, keyring, clock }, operator, {
          ...{ entityType: 'operator_session', entityId: session.id, operation: 'delete' },
          ...{ actorId: undefined, origin: { from: address, trace } },
        })),
      ]);
      log.warn({ operator_id: operator.id, address }, 'a session was used from another network, and has ended');
      throw signInFirst('The session was used from another network, so it has ended. Sign in again.');
    }
    if (guards.isOver(session, now)) {
      await store.commit([endSession(session.id)]);
      throw signInFirst('The session has ended. Sign in again.');
    }
    const isPassive = background || request.headers.get(consoleHeader) === 'background';
    if (isPassive || now - session.usedAt < noteEvery) return known;
    await store.commit([touchSession(session.id, now)]);
    return { ...known, session: { ...session, usedAt: now } };
  };
