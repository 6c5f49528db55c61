import type { Passkey } from '../operators/passkeys.ts';
import { ApiError } from '../problem.ts';
import type { ConsoleServices } from './console-services.ts';
import type { SignedIn } from './signed-in.ts';
import { checkTouch, type Purpose, touchRefused } from './touch.ts';
import type { Assertion } from './webauthn.ts';

/** What a touch is for that lets another passkey be added. */
export const addsPasskey: Purpose = ['passkey'];

/** Milliseconds for which a sign-in with the OpenID provider counts as one of just now. */
const provedLife = 5 * 60_000;

/**
 * A passkey is added by somebody who has just shown to be the operator, by touching another one, or where there is none by what the OpenID
 * provider has just asked: whoever finds a session open must not stay in for good. Throws 403.
 */
export const assertProved = async (
  services: ConsoleServices,
  known: Pick<SignedIn, 'session' | 'operator'>,
  passkeys: readonly Passkey[],
  touch: Assertion | undefined,
): Promise<void> => {
  const { store, clock, guards } = services;
  if (passkeys.length === 0) {
    const { provedAt } = known.session;
    if (guards.mayAddPasskey(provedAt !== undefined && clock() < provedAt + provedLife)) return;
    throw new ApiError('fresh-sign-in-needed', 'Sign in with the OpenID provider once more, then add the passkey.');
  }
  if (touch === undefined) {
    if (guards.mayAddPasskey(false)) return;
    throw touchRefused();
  }
  const spent = await checkTouch(services, known, touch, addsPasskey);
  if ((await store.commit(spent)) !== undefined) throw touchRefused();
};
