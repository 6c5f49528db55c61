import type { ErrorCode } from '@tessera/bridge';

/** What is fixed for the life of a frame. Two frames are siblings when all four are equal. */
export interface Identity {
  readonly parent: Window;
  /** `event.origin` of the opening: set by the browser, not by the page. */
  readonly pageOrigin: string;
  readonly apiKey: string;
  /** The name of the script, which holds its hash. */
  readonly build: string;
}

/** Whether a frame may answer another; the four checks together define siblings. */
export interface SiblingGuards {
  sameParent(own: Identity, asker: Identity): boolean;
  samePage(own: Identity, asker: Identity): boolean;
  sameKey(own: Identity, asker: Identity): boolean;
  sameBuild(own: Identity, asker: Identity): boolean;
}

export const siblingGuards: SiblingGuards = {
  sameParent: (own, asker) => own.parent === asker.parent,
  samePage: (own, asker) => own.pageOrigin === asker.pageOrigin,
  sameKey: (own, asker) => own.apiKey === asker.apiKey,
  sameBuild: (own, asker) => own.build === asker.build,
};

/** Why `asker` is no sibling of `own`, or nothing. */
export const mismatch = (own: Identity, asker: Identity, guards: SiblingGuards): ErrorCode | undefined => {
  if (!guards.sameParent(own, asker) || !guards.samePage(own, asker) || !guards.sameKey(own, asker)) {
    return 'sibling-mismatch';
  }
  return guards.sameBuild(own, asker) ? undefined : 'version-mismatch';
};
