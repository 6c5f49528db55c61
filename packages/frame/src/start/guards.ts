/*
 * Every check on who opens a frame and who reads it, each under a name. They are passed as an argument, so that a test can replace exactly
 * one and show that its attack then succeeds; the entry that ships passes this record, and nothing can replace it there. The checks of
 * calls and of sessions are loaded with them: see call-guards.ts and reveal-guards.ts.
 */
import { type FrameGuards, frameGuards } from '@tessera/bridge';
import { type SiblingGuards, siblingGuards } from '../siblings/identity.ts';
import { type KeyGuards, keyGuards } from '../vault.ts';
import { type RefusalGuards, refusalGuards } from './refusal.ts';

export interface Guards {
  readonly opening: FrameGuards;
  readonly refusal: RefusalGuards;
  readonly sibling: SiblingGuards;
  readonly key: KeyGuards;
}

export const guards: Guards = {
  opening: frameGuards,
  refusal: refusalGuards,
  sibling: siblingGuards,
  key: keyGuards,
};
