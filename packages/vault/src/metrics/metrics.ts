import type { Wire } from '@tessera/contract';
import type { Disclosure, Use } from '../access/privacy.ts';
import type { Outcome } from '../sandbox/sandbox.ts';
import type { WatchBatch } from '../store/group-commit.ts';

/** What became of a request. `route` is the path as the contract writes it, so that it holds no id. */
export interface Answered {
  method: string;
  route: string;
  status: number;
}

/** What the vault counts of its work. Everything handed over is a name out of the code or a number: never an id or a value. */
export interface Metrics {
  /** Begins a request; what it gives is called when the answer is ready. */
  request(): (answered: Answered) => void;
  /** Begins a batch of the store. */
  batch: WatchBatch;
  tokenCreated(type: Wire['TokenType']): void;
  tokenRead(type: Wire['TokenType'], how: Disclosure): void;
  tokenUsed(type: Wire['TokenType'], use: Use): void;
  /** A piece of background work, such as the removal of expired tokens, has failed. */
  workFailed(work: string): void;
  /** A formula has run, to this end. */
  reacted(outcome: Outcome['kind']): void;
}

/** Counts nothing. */
export const noMetrics: Metrics = {
  request: () => () => {},
  batch: () => () => {},
  tokenCreated: () => {},
  tokenRead: () => {},
  tokenUsed: () => {},
  workFailed: () => {},
  reacted: () => {},
};
