import type { Field, Verdict } from '@tessera/fields';
import type { Box } from './view/box.ts';

/** One input of an element as frames show it to each other. It never leaves the vault's origin. */
export interface Part {
  readonly targetId: string;
  /** The least class that a token holding this must have, at impact level `high`; plain text has none. */
  readonly classFloor: Field['classFloor'];
  readonly verdict: Verdict;
  /** Grows with every edit. */
  readonly revision: number;
  /** The value under its names on the wire: `{ number }`, `{ expiration_month, expiration_year }` … */
  readonly data: Readonly<Record<string, unknown>>;
}

export const partOf = ({ field, targetId, verdict, revision, value }: Box): Part => ({
  targetId,
  classFloor: field.classFloor,
  verdict,
  revision,
  data: field.data(value),
});
