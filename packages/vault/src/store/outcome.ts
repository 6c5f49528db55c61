import type { StoreErrorCode } from './errors.ts';

/** What became of a write: kept, its failed guard, or why not. Plain data, as it crosses a thread. */
export type Outcome = { kept: true } | { kept: false; otherwise: string } | { kept: false; error: WriteError };

export interface WriteError {
  code: StoreErrorCode;
  message: string;
}
