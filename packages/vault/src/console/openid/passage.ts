import { challengeMadeAt, isOwnChallenge, newChallenge } from '../../operators/challenges.ts';
import { newSecret } from '../../operators/links.ts';
import { markOf } from '../../operators/mark.ts';
import type { ConsoleServices } from '../console-services.ts';
import type { Passage } from './openid-provider.ts';

type Needed = Pick<ConsoleServices, 'keyring' | 'clock' | 'random' | 'guards'>;

/**
 * What somebody goes to the provider for: to sign in, to sign in after being asked again, to link an account by a one-time link, or to link
 * another one in a session.
 */
const errands = ['in', 'fresh', 'link', 'add'] as const;

export type Errand = (typeof errands)[number];

/** A way to the provider and back, as the console knows it again. */
export interface Begun extends Passage {
  errand: Errand;
  /** What the errand is about: the session that the browser has, or the digest of the link. */
  about: string;
  /** When it began, in milliseconds. */
  at: number;
}

/**
 * Nonce and verifier are made of the cookie and the state under a key of the vault. So nothing is stored for whoever only sets out, and who
 * has one of them knows none of the others.
 */
const passageOf = ({ keyring }: Pick<Needed, 'keyring'>, cookie: string, state: string): Begun => {
  const drawn = (what: string) => Buffer.from(markOf(keyring, 'openid', [what, cookie, state])).toString('base64url');
  const [, named, about = ''] = cookie.split('.');
  const errand = errands.find((each) => each === named) ?? 'in';
  const secrets = { nonce: drawn('nonce'), verifier: drawn('verifier') };
  return { state, ...secrets, errand, about, at: challengeMadeAt(state), fresh: errand === 'fresh' };
};

/** Sets out. The cookie is for the browser alone, and the state is worth nothing without it. */
export const setOut = (services: Needed, errand: Errand, about: string): { cookie: string; passage: Begun } => {
  const cookie = `${newSecret(services.random)}.${errand}.${about}`;
  const bound = services.guards.boundTo(cookie) ?? cookie;
  const state = newChallenge(services, ['openid', bound]);
  return { cookie, passage: passageOf(services, bound, state) };
};

/** The way that a browser with this cookie comes back from; nothing where it did not set out from here, or too long ago. */
export const comeBack = (services: Needed, cookie: string | undefined, state: string): Begun | undefined => {
  const bound = services.guards.boundTo(cookie);
  return bound !== undefined && isOwnChallenge(services, state, ['openid', bound])
    ? passageOf(services, bound, state)
    : undefined;
};
