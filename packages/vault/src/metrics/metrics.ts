import type { Wire } from '@tessera/contract';
import type { Disclosure, Use } from '../access/privacy.ts';
import type { RootKeyState } from '../keys/port.ts';
import type { WatchRootKey } from '../keys/watched-root-key.ts';
import type { ProblemType } from '../problem.ts';
import type { Outcome } from '../sandbox/sandbox.ts';
import type { WatchBatch } from '../store/group-commit.ts';

/** The outcome of a request. `route` is the path in the contract, so it contains no id. */
export interface Answered {
  method: string;
  route: string;
  status: number;
}

/** Counts what the vault does. Arguments are names from the code or numbers, never ids or values. */
export interface Metrics {
  /** Starts a request. Call the returned function when the answer is ready. */
  request(): (answered: Answered) => void;
  /** Starts a batch of the store. */
  batch: WatchBatch;
  tokenCreated(type: Wire['TokenType']): void;
  tokenRead(type: Wire['TokenType'], how: Disclosure): void;
  tokenUsed(type: Wire['TokenType'], use: Use): void;
  /** A piece of background work, such as the removal of expired tokens, has failed. */
  workFailed(work: string): void;
  /** A request was refused for now (429 or 503), with a problem of this type. */
  refused(type: ProblemType): void;
  /** A caller was cut off because it did not read its answer. */
  readerCut(): void;
  /** A formula has run, with this outcome. */
  reacted(outcome: Outcome['kind']): void;
  /** What is known of the root key now. */
  rootKey(status: RootKeyState['status']): void;
  /** Starts a call to the provider of a root key. */
  rootKeyCall: WatchRootKey;
  /** So many keys have been used for as long as they may, or nearly. */
  keysDue(key: 'root' | 'tenant', due: 'soon' | 'overdue', count: number): void;
  /** An event was sent to a webhook, or an attempt at it failed and is repeated, or it was given up. */
  eventSent(outcome: 'delivered' | 'retried' | 'failed'): void;
  /** So many events were left out for a webhook, because as many wait for it as may. */
  eventsLeftOut(count: number): void;
}

/** Counts nothing. */
export const noMetrics: Metrics = {
  request: () => () => {},
  batch: () => () => {},
  tokenCreated: () => {},
  tokenRead: () => {},
  tokenUsed: () => {},
  workFailed: () => {},
  refused: () => {},
  readerCut: () => {},
  reacted: () => {},
  rootKey: () => {},
  rootKeyCall: () => () => {},
  keysDue: () => {},
  eventSent: () => {},
  eventsLeftOut: () => {},
};
