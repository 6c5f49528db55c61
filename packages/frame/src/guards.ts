/*
 * Every check that stands between a value and a page, one name each. They are passed in, so that a test can take exactly
 * one away and show that its attack then succeeds; the shipped entry passes this record and nothing can replace it.
 */
import { type FrameGuards, frameGuards } from '@tessera/bridge';
import { tokenReply } from './calls.ts';
import type { Identity } from './identity.ts';
import type { Part } from './part.ts';
import { capability, classFloor, ownField, referencePlace } from './places.ts';
import type { Path, TokenRecord } from './records.ts';
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
  /** Where an element may stand; paths begin at the root of the token. */
  readonly payload: {
    referencePlace(path: Path, record: TokenRecord): boolean;
    classFloor(part: Part, record: TokenRecord): boolean;
    ownField(path: Path, parts: readonly Part[], pick: string | undefined, record: TokenRecord): boolean;
    /** The name of a property that could reveal a value, or nothing. */
    capability(record: TokenRecord): string | undefined;
    complete(part: Part): boolean;
  };
  readonly reply: {
    /** The part of an answer that the page may see. */
    token(answer: Readonly<Record<string, unknown>>, type: string): Record<string, unknown>;
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
  payload: { referencePlace, classFloor, ownField, capability, complete: ({ verdict }) => verdict === 'complete' },
  reply: { token: tokenReply },
  key: { isElements: (type) => type === 'elements' },
};
