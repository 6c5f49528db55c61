import { contract, type Route } from '@tessera/contract';
import type { AllowedOrigins } from '../access/allowed-origins.ts';
import type { Caller } from '../access/authenticate.ts';
import { assertPinned } from '../access/pinning.ts';
import { canEver } from '../access/privacy.ts';
import type { VaultRequest } from '../http/messages.ts';
import { ApiError } from '../problem.ts';
import type { Store } from '../store/port.ts';

/**
 * Calls of a frame: where a browser says who is calling, it must be a document of the vault's own origin; its page must be pinned to
 * the tenant of the key, and the key be one that may stand on a page.
 */
const assertFrame = async (
  request: VaultRequest,
  page: string,
  caller: Caller,
  route: Route,
  pins: { allowedOrigins: AllowedOrigins; store: Store },
): Promise<void> => {
  if ((request.headers.get('Sec-Fetch-Site') ?? 'same-origin') !== 'same-origin') {
    throw new ApiError('frame-required', 'Calls that name a page come out of frames of this vault.');
  }
  await assertPinned(page, caller, pins);
  // A frame asks the vault what kind of key it was given; that one question any key may ask.
  if (route.permission !== undefined && caller.type !== 'elements') {
    throw new ApiError('elements-key-required', `Use the key of an application of type elements, not ${caller.type}.`);
  }
};

/** What sessions may be used for. */
const inSessions: ReadonlySet<Route> = new Set<Route>([contract.tokens.retrieve, contract.tokens.update]);

/** The key of a session works for the frame that it was given to, on its page alone. */
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
 * Refuses, before anything is looked up, what this caller could never be allowed to do. Throws 403. Gives the page of a call out of
 * a frame.
 */
export const permit = async (
  request: VaultRequest,
  caller: Caller,
  route: Route,
  pins: { allowedOrigins: AllowedOrigins; store: Store },
): Promise<string | undefined> => {
  const page = request.headers.get('BT-ELEMENTS-PAGE');
  if (page !== null) await assertFrame(request, page, caller, route, pins);
  assertSession(page, caller, route);
  if (caller.session) return caller.session.page;
  // What needs two permissions names both.
  const needed = route.permission?.split(' ') ?? [];
  if (!needed.every((permission) => canEver(permission, caller.permissions))) {
    throw new ApiError('forbidden', `This needs the permission ${route.permission}.`);
  }
  return page ?? undefined;
};
