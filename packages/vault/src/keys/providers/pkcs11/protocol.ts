import type { WrapContext } from '../../root-key.ts';
import type { KeyLocation } from './location.ts';

/** What is asked of the process that holds the module. */
export type Order =
  | { what: 'login'; pin: string }
  | { what: 'wrap'; context: WrapContext; key: Uint8Array }
  | { what: 'unwrap'; context: WrapContext; wrapped: Uint8Array };

/**
 * What went wrong:
 * - `login`: a PIN is needed first
 * - `pin`: the PIN is not the right one
 * - `tampered`: the bytes were not wrapped by this key for this context
 * - `missing`: a file or package that is needed is not there
 * - `refused`: the token, or how its key is made, says no
 * - `unavailable`: there is no such token now, or it failed
 */
export type Fault = 'login' | 'pin' | 'tampered' | 'missing' | 'refused' | 'unavailable';

/** What the process says: that it can be asked, and then one answer for each order. */
export type Answer =
  | { ready: true }
  | { bytes: Uint8Array; algorithm: string }
  | { done: true }
  | { fault: Fault; message: string };

/** What the process is told when it starts. */
export interface Start {
  location: KeyLocation;
}
