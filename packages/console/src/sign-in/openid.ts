import type { Answer } from '@tessera/contract';
import type { consoleContract, OpenIdFailure } from '@tessera/contract/console';
import type { Call } from '../api/call.ts';
import { englishGate } from '../words/english-gate.ts';
import { isGate } from './is-gate.ts';

/** How people may sign in beside passkeys. */
export type Ways = Answer<typeof consoleContract.session.ways>;

/** Where somebody was, while the browser is at the provider. */
const placeKey = 'tessera-console-place';

/** Sends the browser to the OpenID provider, which sends it back to where it was. */
export const goToProvider = async (
  { window, call }: { window: Window; call: Call },
  about: { link: string } | { fresh: true } | { touch: unknown } | undefined = undefined,
): Promise<void> => {
  const path = about && 'touch' in about ? '/session/identities' : '/session/openid';
  const { url } = await call<{ url: string }>('POST', path, { body: about ?? {} });
  const { location, sessionStorage } = window;
  // Text that the server sent must not become a script.
  if (new URL(url).protocol !== 'https:') throw new Error('The address of the provider does not begin with https:.');
  if (!isGate(location.pathname)) {
    sessionStorage.setItem(placeKey, `${location.pathname}${location.search}`);
  }
  location.assign(url);
};

/** What signing out here answers. */
export type SignedOut = Answer<typeof consoleContract.session.end>;

/** The OpenID provider that somebody may be signed in to still, and where that ends. */
export type Departure = NonNullable<SignedOut['provider']>;

/** Where somebody goes who was just signed in: to where the browser was before it went to the provider; nothing where it is there. */
export const placeAfter = ({ location, sessionStorage }: Window): string | undefined => {
  const kept = sessionStorage.getItem(placeKey);
  sessionStorage.removeItem(placeKey);
  const place = kept !== null && /^\/(?!\/)/.test(kept) ? kept : undefined;
  if (isGate(location.pathname)) return place ?? '/';
  return location.pathname === '/' ? place : undefined;
};

/** Why the provider let nobody in, as the address says it once: it must not come back when the page is loaded again. */
export const takeFailure = ({ location, history }: Window): OpenIdFailure | undefined => {
  if (location.pathname !== '/sign-in') return undefined;
  const said = new URLSearchParams(location.search).get('openid');
  if (said === null) return undefined;
  history.replaceState(null, '', '/sign-in');
  return Object.hasOwn(englishGate.openId.failures, said) ? (said as OpenIdFailure) : 'refused';
};
