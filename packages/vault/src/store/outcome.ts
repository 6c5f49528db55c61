import type { StoreErrorCode } from './errors.ts';
import type { Refusal } from './port.ts';

/**
 * What became of a write: kept, its failed guard, why not, or why it is worth another try with nothing of it kept so far.
 * Plain data, as it crosses a thread.
 */
export type Outcome =
  | { kept: true }
  | { kept: false; otherwise: Refusal }
  | { kept: false; error: WriteError }
  | { kept: false; again: WriteError };

export interface WriteError {
  code: StoreErrorCode;
  message: string;
}
