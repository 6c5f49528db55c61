import { drawId } from '@tessera/bridge';

/** For how long a call whose outcome is unknown is remembered, in milliseconds, and how many of them at most. */
const limits = { lifetime: 15 * 60_000, most: 100 };

/**
 * Names what a page wants to achieve with a call, so that a call that was cut off can be recognized when it is made again by another frame.
 * Frames keep the idempotency key of an intent among themselves: with the key, a page could test guesses of a value against the vault.
 */
export const createIntents = () => {
  const open = new Map<string, { readonly id: string; readonly since: number }>();
  return {
    /** The intent of a call with this signature: the one that is still open, or a new one. */
    of: (signature: string): string => {
      const now = performance.now();
      for (const [key, { since }] of open) {
        if (now - since > limits.lifetime || open.size >= limits.most) open.delete(key);
      }
      const intent = open.get(signature) ?? { id: drawId(crypto), since: now };
      open.set(signature, intent);
      return intent.id;
    },
    /** The outcome is known: the next call with this signature is a new intent. */
    settle: (signature: string | undefined): void => {
      open.delete(signature as string);
    },
  };
};
