/*
 * Every check between a revealed value and the page, each under a name. They are passed as an argument, so that a test can replace exactly
 * one and show that its attack then succeeds.
 */
import type { SessionMethods } from '@tessera/bridge';
import { referencesTo } from './references.ts';

export interface RevealGuards {
  /** The part of the answer to `POST /sessions` that may leave the frame: never the session key. */
  opened(answer: Readonly<Record<string, unknown>>): Awaited<ReturnType<SessionMethods['create']>>;
  /** The data of a token as the page sees it: references in place of values. */
  shape(own: string, token: string, data: unknown): unknown;
}

export const revealGuards: RevealGuards = {
  opened: ({ nonce, expires_at }) => ({ nonce: String(nonce), expires_at: String(expires_at) }),
  shape: (own, token, data) =>
    data === null || data === undefined ? null : referencesTo({ $element: own, token }, data),
};
