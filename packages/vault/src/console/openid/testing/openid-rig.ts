import { parseDestinations } from '../../../egress/allow-list.ts';
import { testEgress } from '../../../egress/testing/test-egress.ts';
import type { Answer, Rig } from '../../../testing/rig.ts';
import type { ConsoleOptions } from '../../console.ts';
import { type ConsoleCall, consoleOf, consoleOrigin } from '../../testing/console-rig.ts';
import { openIdCallbackPath } from '../callback-path.ts';
import { createProvider, type OpenIdSettings } from '../create-provider.ts';
import { providerFetch } from '../provider-fetch.ts';
import { clientId, clientSecret } from './company.ts';
import { visitorOf } from './visitor.ts';

export const redirectUri = `${consoleOrigin}${openIdCallbackPath}`;

/** A provider on this machine, and the authority that certified it. */
export interface Provided {
  issuer: string;
  ca: string;
}

/** The console's side of a provider, as `serve` puts it together. */
export const providerAt = ({ issuer, ca }: Provided, clock: () => number, more: Partial<OpenIdSettings> = {}) => {
  const egress = testEgress({ ca: [ca], destinations: parseDestinations(new URL(issuer).host) });
  const settings: OpenIdSettings = {
    ...{ issuer, clientId, secret: () => clientSecret, name: 'Company' },
    ...{ acrValues: [], amrValues: [], maxAge: undefined },
    ...more,
  };
  return createProvider({ settings, redirectUri, fetch: providerFetch(egress), clock });
};

const cookieIn = ({ headers }: Answer, name: RegExp): string =>
  (headers.getSetCookie().find((line) => name.test(line)) ?? '').split(';')[0] ?? '';

/** A console whose people may sign in with a provider, and a browser that does. */
export const openIdRig = (
  rig: Rig,
  provided: Provided,
  options: Partial<ConsoleOptions> = {},
  settings: Partial<OpenIdSettings> = {},
) => {
  const console = consoleOf(rig, { openId: providerAt(provided, rig.clock, settings), ...options });

  /** Sets out from a page of the console. */
  const setOut = async (body: { link?: string; fresh?: boolean } = {}, sent: ConsoleCall = {}) => {
    const answer = await console.call('POST', '/session/openid', { ...sent, body });
    return { answer, url: String(answer.body?.url), cookie: cookieIn(answer, /-openid=/) };
  };
  /** Comes back, as a browser that another site sends: without the console's header, origin and strict cookies. */
  const comeBack = async (back: URL | string, cookie: string | undefined, sent: ConsoleCall = {}) => {
    const { pathname, search } = new URL(back);
    const headers = { 'Tessera-Console': undefined, 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' };
    const answer = await console.call('GET', `${pathname}${search}`, { ...sent, cookie, headers });
    return { answer, to: answer.headers.get('Location'), cookie: cookieIn(answer, /^(__Host-)?tessera-console=/) };
  };
  /** The whole way: out, through the provider as `account`, and back. */
  const signIn = async (
    account: string | undefined,
    body: { link?: string; fresh?: boolean } = {},
    sent: ConsoleCall = {},
    visitor = visitorOf(provided),
  ) => {
    const out = await setOut(body, sent);
    const back = await visitor.signIn(out.url, account);
    return { ...(await comeBack(back, out.cookie, { address: sent.address ?? '192.0.2.1' })), back, out };
  };
  return {
    ...console,
    setOut,
    comeBack,
    signInWith: signIn,
    /** Invites somebody who links an account, and is signed in with it. */
    linked: async (account: string, role: Parameters<typeof console.invite>[0], tenantId?: string) => {
      const { operator, secret } = await console.invite(role, tenantId);
      const { cookie, to } = await signIn(account, { link: secret });
      if (to !== '/') throw new Error(`The account was not linked: ${to}`);
      return { operator, cookie };
    },
  };
};

export type OpenIdRig = ReturnType<typeof openIdRig>;
