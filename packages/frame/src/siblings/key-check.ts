import { handlesBeside } from './handle.ts';
import { type Identity, mismatch, type SiblingGuards } from './identity.ts';

/** How long to wait for a sibling that is checking the same key, in milliseconds. */
const siblingLimit = 4_000;

/**
 * Resolves when the vault has accepted the key. A page asks the vault once: later frames use the answer of a sibling. After a refusal they
 * ask again, so that each frame reports its own error.
 */
export const keyCheck = (
  window: Window,
  own: Identity,
  check: () => Promise<void>,
  guards: SiblingGuards,
): Promise<void> => {
  for (const { identity, asked, window: sibling } of handlesBeside(window)) {
    const checked = mismatch(identity, own, guards) ? undefined : asked();
    if (!checked) continue;
    const limit = new Promise<void>((_, reject) => {
      window.setTimeout(reject, siblingLimit);
      // One that is removed answers nothing any more.
      sibling.addEventListener('pagehide', reject);
    });
    return Promise.race([checked, limit]).catch(check);
  }
  return check();
};
