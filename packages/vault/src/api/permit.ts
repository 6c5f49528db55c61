import { contract, type Route } from '@tessera/contract';
import { canEver, routeRefusal } from '../access/access.ts';
import type { AllowedOrigins } from '../access/allowed-origins.ts';
import type { Caller } from '../access/authenticate.ts';
import { assertPinned } from '../access/pinning.ts';
import type { VaultRequest } from '../http/messages.ts';
import { ApiError } from '../problem.ts';
import type { Store } from '../store/port.ts';

/**
 * Checks a call that says it comes from a frame. If the browser reports the calling origin, it must be the vault's own. The page
 * must belong to the tenant of the key, and the key must be of a type that may be used in pages.
 */
const assertFrame = async (
  request: VaultRequest,
  page: string,
  caller: Caller,
  route: Route,
  pins: { ownerOf: AllowedOrigins['owner']; store: Store },
): Promise<void> => {
  if ((request.headers.get('Sec-Fetch-Site') ?? 'same-origin') !== 'same-origin') {
    throw new ApiError('frame-required', 'Calls that name a page come out of frames of this vault.');
  }
  await assertPinned(page, caller, pins);
  // A frame looks up the type of the key it was given, so every key may use this route.
  if (route.permission !== undefined && caller.type !== 'elements') {
    throw new ApiError('elements-key-required', `Use the key of an application of type elements, not ${caller.type}.`);
  }
};

/** The routes that a session may use. */
const inSessions: ReadonlySet<Route> = new Set<Route>([contract.tokens.retrieve, contract.tokens.update]);

/** Routes that today's API has a permission of its own for; those of 2022 allow to search what they allow to read. */
const searches: ReadonlySet<Route> = new Set<Route>([contract.tokens.search, contract.tokens.searchV2]);

/**
 * Routes that callers were found to be allowed. A caller never changes, and is known for a second at most before it is looked up again
 * (`authenticate.ts`).
 */
const permitted = new WeakMap<Caller, Set<Route>>();

/** Throws 403 if a caller could never be allowed what a route needs. A route that needs two permissions names both. */
const assertEver = (caller: Caller, route: Route, permission = ''): void => {
  const isUsual = permission === (route.permission ?? '');
  if (isUsual && permitted.get(caller)?.has(route)) return;
  const named = permission === '' ? [] : permission.split(' ');
  const needed = named.map((each) => (searches.has(route) ? each.replace(':read:', ':search:') : each));
  if (!needed.every((each) => canEver(each, caller))) throw routeRefusal(caller, permission, needed);
  if (isUsual) permitted.set(caller, (permitted.get(caller) ?? new Set()).add(route));
};

/** The key of a session works only for the frame that opened it, on the page it was opened on. */
const assertSession = (page: string | null, { session }: Caller, route: Route): void => {
  if (!session) return;
  if (page === null) throw new ApiError('frame-required', 'Sessions are used by frames of this vault.');
  if (page !== session.page) throw new ApiError('origin-not-pinned', 'The session belongs to another page.');
  if (!session.grants) {
    throw new ApiError('session-not-authorized', 'Have your server authorize the nonce of the session first.');
  }
  if (!inSessions.has(route)) throw new ApiError('forbidden', 'Sessions read and change single tokens, nothing else.');
};

/**
 * Refuses what this caller could never be allowed to do, before anything is looked up. Throws 403. Returns the page if the call
 * comes from a frame.
 */
export const permit = async (
  request: VaultRequest,
  caller: Caller,
  route: Route,
  pins: { ownerOf: AllowedOrigins['owner']; store: Store },
  permission: string | undefined = route.permission,
): Promise<string | undefined> => {
  const page = request.headers.get('BT-ELEMENTS-PAGE');
  if (page !== null) await assertFrame(request, page, caller, route, pins);
  assertSession(page, caller, route);
  if (caller.session) return caller.session.page;
  assertEver(caller, route, permission);
  return page ?? undefined;
};
