import type { Field, Verdict } from '@tessera/fields';
import type { Box } from '../view/box/box.ts';

/** One input of an element, with its value, as frames of the vault's origin read it from each other. It never leaves that origin. */
export interface Part {
  readonly targetId: string;
  /** The classification that a token must have to hold this value, with impact level `high`; text needs none. */
  readonly classFloor: Field['classFloor'];
  readonly verdict: Verdict;
  readonly empty: boolean;
  /** The page gave the value, or a part of it; it was not typed by a person alone. */
  readonly given: boolean;
  /** Grows with every edit. */
  readonly revision: number;
  /** The value under its names on the wire: `{ number }`, `{ expiration_month, expiration_year }` … */
  readonly data: Readonly<Record<string, unknown>>;
}

export const partOf = ({ field, targetId, verdict, empty, given, revision, value }: Box): Part => ({
  targetId,
  classFloor: field.classFloor,
  verdict,
  empty,
  given,
  revision,
  data: field.data(value),
});
