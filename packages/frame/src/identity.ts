import type { ErrorCode } from '@tessera/bridge';
import type { Guards } from './guards.ts';

/** What a frame is bound to for life. Two frames are siblings when all four are equal. */
export interface Identity {
  readonly parent: Window;
  /** `event.origin` of the opening: what the browser says of the page, not what the page says of itself. */
  readonly pageOrigin: string;
  readonly apiKey: string;
  /** The address of the script, which holds its hash. */
  readonly build: string;
}

/** Why `asker` is no sibling of `own`, or nothing. */
export const mismatch = (own: Identity, asker: Identity, guards: Guards['sibling']): ErrorCode | undefined => {
  if (!guards.sameParent(own, asker) || !guards.samePage(own, asker) || !guards.sameKey(own, asker)) {
    return 'sibling-mismatch';
  }
  return guards.sameBuild(own, asker) ? undefined : 'version-mismatch';
};
