import { matchPath } from '../address.ts';
import { consoleFetch, createCall } from '../api/call.ts';
import type { Session } from '../api/session.ts';
import { places } from '../places.ts';

/**
 * Asks for what the first page needs, all at once, before anything is drawn: who is signed in, and the scripts of the view that the address
 * is of. With the link of an invitation nobody is signed in yet, so nothing is asked for.
 */
export const askAhead = (window: Window): Promise<Session> | undefined => {
  const { pathname } = window.location;
  if (pathname === '/enrol') return undefined;
  const path = pathname.replace(/^\/t\/[^/]+/, '');
  // A view that cannot be loaded is told when it is opened.
  const first = places.find((place) => matchPath(place.path, path));
  first?.load().catch(() => {});
  const session = createCall(
    consoleFetch({ fetch: (input, init) => window.fetch(input, init), heard: () => {} }),
  )<Session>('GET', '/session');
  // It is waited for later; until then, its failure is no error that nobody handles.
  session.catch(() => {});
  return session;
};
