import type { Random } from '../ids.ts';
import type { Keyring } from '../keys/port.ts';
import type { Statement } from '../store/port.ts';
import { isSameMark, markOf } from './mark.ts';

/** Milliseconds for which the answer to a challenge is taken. */
export const challengeLife = 5 * 60_000;

const randomBytes = 16;
const timeBytes = 8;

const macOf = (keyring: Keyring, head: Uint8Array, purpose: readonly string[]): Uint8Array =>
  markOf(keyring, 'challenge', [head, ...purpose]);

/**
 * A challenge for a passkey: random bytes, when it ends, and a mark over both and what it is for. So nothing is stored for whoever only
 * asks for one.
 */
export const newChallenge = (
  { keyring, clock, random }: { keyring: Keyring; clock: () => number; random: Random },
  purpose: readonly string[],
): string => {
  const head = Buffer.alloc(randomBytes + timeBytes);
  head.set(random(randomBytes));
  head.writeBigUInt64BE(BigInt(clock() + challengeLife), randomBytes);
  return Buffer.concat([head, macOf(keyring, head, purpose)]).toString('base64url');
};

/** When a challenge was made, in milliseconds; only of one that {@link isOwnChallenge} knows does it mean anything. */
export const challengeMadeAt = (challenge: string): number =>
  Number(Buffer.from(challenge, 'base64url').readBigUInt64BE(randomBytes)) - challengeLife;

/** Whether a challenge was made here for this purpose, and not longer ago than `life`. */
export const isOwnChallenge = (
  { keyring, clock }: { keyring: Keyring; clock: () => number },
  challenge: string,
  purpose: readonly string[],
  life = challengeLife,
): boolean => {
  const bytes = Buffer.from(challenge, 'base64url');
  const head = bytes.subarray(0, randomBytes + timeBytes);
  if (bytes.byteLength <= head.byteLength) return false;
  if (!isSameMark(bytes.subarray(head.byteLength), macOf(keyring, head, purpose))) return false;
  const madeAt = challengeMadeAt(challenge);
  const now = clock();
  return madeAt <= now && now < madeAt + life;
};

/** What stands for "the challenge was answered before" when a write comes back. */
export const challengeSpent = 'challenge-spent';

/** Notes that a challenge was answered, so that its answer counts once. */
export const spendChallenge = (keyring: Keyring, challenge: string, now: number): Statement => ({
  sql: 'insert into operator_challenges (digest, expires_at) values (?, ?) on conflict do nothing',
  parameters: [markOf(keyring, 'challenge', [challenge]), now + challengeLife],
  guard: { changes: 1, otherwise: challengeSpent },
});
