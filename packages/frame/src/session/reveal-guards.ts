/*
 * Every check that stands between a revealed value and the page, one name each; passed in as those of guards.ts are.
 */
import type { SessionMethods } from '@tessera/bridge';
import { referencesTo } from './references.ts';

export interface RevealGuards {
  /** What of the answer to opening a session may leave the frame: never its key. */
  opened(answer: Readonly<Record<string, unknown>>): Awaited<ReturnType<SessionMethods['create']>>;
  /** What stands for the data of a token on the page. */
  shape(own: string, token: string, data: unknown): unknown;
}

export const revealGuards: RevealGuards = {
  opened: ({ nonce, expires_at }) => ({ nonce: String(nonce), expires_at: String(expires_at) }),
  shape: (own, token, data) =>
    data === null || data === undefined ? null : referencesTo({ $element: own, token }, data),
};
