import { isOwnChallenge, newChallenge, spendChallenge } from '../operators/challenges.ts';
import { passkeysOf, usePasskey } from '../operators/passkeys.ts';
import { ApiError } from '../problem.ts';
import type { Statement } from '../store/port.ts';
import type { ConsoleServices } from './console-services.ts';
import type { SignedIn } from './signed-in.ts';
import { type Assertion, challengeOf } from './webauthn.ts';

type Needed = Pick<ConsoleServices, 'store' | 'keyring' | 'clock' | 'random' | 'passkeys' | 'guards' | 'log'>;

/** What is confirmed, by every word of it that matters: a touch for one thing confirms no other. */
export type Purpose = readonly string[];

const purposeIn = (
  { guards }: Needed,
  { session }: Pick<SignedIn, 'session' | 'operator'>,
  purpose: Purpose,
): readonly string[] => guards.touchFor(['touch', session.id, ...purpose]);

/** What a browser is asked to sign so that an operator who is signed in confirms something. */
export const touchOptions = async (
  services: Needed,
  known: Pick<SignedIn, 'session' | 'operator'>,
  purpose: Purpose,
) => {
  const { store, keyring, passkeys } = services;
  const own = await passkeysOf(store, keyring, known.operator.id);
  if (own.length === 0) {
    throw new ApiError(
      'passkey-needed',
      'You have no passkey yet, which this is confirmed with. Add one, then try again.',
    );
  }
  return passkeys.requestOptions(newChallenge(services, purposeIn(services, known, purpose)), own);
};

/** What an operator is told whose touch was not taken. */
export const touchRefused = () =>
  new ApiError('touch-refused', 'Touch the passkey again, within a minute of being asked.');

/**
 * Checks that an operator has just touched an own passkey for this purpose. Gives the writes that take the touch out of use, which belong
 * into the commit of what it allows: `touchRefused` is what to throw where they fail. Throws 403.
 */
export const checkTouch = async (
  services: Needed,
  known: Pick<SignedIn, 'session' | 'operator'>,
  assertion: Assertion,
  purpose: Purpose,
): Promise<Statement[]> => {
  const { store, keyring, clock, passkeys, guards, log } = services;
  const { operator } = known;
  const refused = (reason: string) => {
    log.warn({ operator_id: operator.id, reason }, 'a touch of a passkey was refused');
    return touchRefused();
  };
  const challenge = challengeOf(assertion);
  if (!isOwnChallenge(services, challenge, purposeIn(services, known, purpose), guards.touchLife)) {
    throw refused('a challenge that is old, or for something else');
  }
  const id = Buffer.from(assertion.rawId, 'base64url');
  const own = await passkeysOf(store, keyring, operator.id);
  const passkey = own.find(({ credentialId }) => Buffer.compare(credentialId, id) === 0);
  if (!passkey) throw refused('a passkey that is not the own one');
  const counter = await passkeys.checkSignature(assertion, challenge, passkey).catch(() => {
    throw refused('a wrong signature');
  });
  const now = clock();
  return [...guards.once(spendChallenge(keyring, challenge, now)), usePasskey(passkey, counter, now)];
};
