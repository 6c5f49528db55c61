import type { BrowserContext, Page } from '@playwright/test';
import { type Authenticator, authenticatorAt } from '../../packages/vault/src/console/testing/authenticator.ts';
import { addAuthenticator } from './authenticator.ts';

type Cookies = Parameters<BrowserContext['addCookies']>[0];

/** Somebody who is signed in, with the passkey that did it. */
export interface Enrolled {
  readonly cookies: Cookies;
  readonly passkey: Authenticator['held'][number];
}

/** Calls the console as one of its pages would. */
export const callConsole = async (
  url: string,
  path: string,
  body: object,
  cookies: Cookies = [],
): Promise<Response> => {
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const headers = { 'Tessera-Console': '1', 'content-type': 'application/json', origin: url, cookie };
  const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  return response;
};

/** The cookie of an answer as a browser would keep it. */
const cookieIn = (url: string, { headers }: Response): Cookies => {
  const [pair = '', ...attributes] = (headers.getSetCookie()[0] ?? '').split('; ');
  const [name = '', value = ''] = pair.split('=');
  const sameSite = attributes.find((each) => each.startsWith('SameSite='))?.slice('SameSite='.length);
  return [
    { name, value, url, httpOnly: attributes.includes('HttpOnly'), sameSite: sameSite === 'Strict' ? 'Strict' : 'Lax' },
  ];
};

/** Enrols somebody by calls alone. In sign-in.spec.ts, people do it in pages. */
export const enrol = async (invitation: string): Promise<Enrolled> => {
  const { origin: url, hash } = new URL(invitation);
  const link = hash.slice(1);
  const device = authenticatorAt(url);
  const options = await callConsole(url, '/session/enrolment/options', { link });
  const response = device.make((await options.json()) as Parameters<typeof device.make>[0]);
  const cookies = cookieIn(url, await callConsole(url, '/session/enrolment', { link, response }));
  const [passkey] = device.held;
  if (!passkey) throw new Error('No passkey was made.');
  return { cookies, passkey };
};

const base64 = (text: string): string => Buffer.from(text, 'base64url').toString('base64');

/** Gives the browser of a page somebody's session and passkey. */
export const become = async (page: Page, { cookies, passkey }: Enrolled): Promise<void> => {
  const { session, authenticatorId } = await addAuthenticator(page);
  await session.send('WebAuthn.addCredential', {
    authenticatorId,
    credential: {
      ...{ credentialId: passkey.id.toString('base64'), isResidentCredential: true, rpId: 'localhost' },
      privateKey: passkey.key.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
      ...{ userHandle: base64(passkey.userHandle), signCount: passkey.counter },
    },
  });
  await page.context().addCookies(cookies);
};
