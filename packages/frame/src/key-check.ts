import type { Guards } from './guards.ts';
import { type Identity, mismatch } from './identity.ts';
import { handlesBeside } from './siblings.ts';

/** How long to wait for a sibling that is checking the same key, in milliseconds: it may be removed meanwhile. */
const siblingLimit = 4_000;

/**
 * Settles when the key was accepted. One page asks once: a sibling that was opened earlier shares its answer. A refusal
 * is not shared but asked for again, so that each frame has an error of its own.
 */
export const keyCheck = (
  window: Window,
  own: Identity,
  check: () => Promise<void>,
  guards: Guards['sibling'],
): Promise<void> => {
  for (const { identity, checked } of handlesBeside(window)) {
    if (mismatch(identity, own, guards)) continue;
    const limit = new Promise<void>((_, reject) => window.setTimeout(reject, siblingLimit));
    return Promise.race([checked, limit]).catch(check);
  }
  return check();
};
