/*
 * Every check on who opens a frame and who reads it, one name each; those of calls are in call-guards.ts. They are passed in, so that a test can take exactly
 * one away and show that its attack then succeeds; the shipped entry passes this record and nothing can replace it.
 */
import { type FrameGuards, frameGuards } from '@tessera/bridge';
import type { Identity } from './identity.ts';
import { situationGuards } from './situation.ts';

export interface Guards {
  readonly opening: FrameGuards;
  /** What keeps a frame from starting. */
  readonly situation: {
    topLevel(window: Window): boolean;
    opaqueOrigin(origin: string): boolean;
    sameOriginPage(window: Window): boolean;
    insecure(location: Location): boolean;
  };
  /** Whether a sibling may answer; the four together are what makes two frames siblings. */
  readonly sibling: {
    sameParent(own: Identity, asker: Identity): boolean;
    samePage(own: Identity, asker: Identity): boolean;
    sameKey(own: Identity, asker: Identity): boolean;
    sameBuild(own: Identity, asker: Identity): boolean;
  };
  readonly key: { isElements(type: unknown): boolean };
}

export const guards: Guards = {
  opening: frameGuards,
  situation: situationGuards,
  sibling: {
    sameParent: (own, asker) => own.parent === asker.parent,
    samePage: (own, asker) => own.pageOrigin === asker.pageOrigin,
    sameKey: (own, asker) => own.apiKey === asker.apiKey,
    sameBuild: (own, asker) => own.build === asker.build,
  },
  key: { isElements: (type) => type === 'elements' },
};
