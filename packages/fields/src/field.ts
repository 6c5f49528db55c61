import type { Verdict } from '@tessera/rules';

export type { Verdict };

/** What a box is judged by beside its own value: the world, and facts (never values) of the boxes next to it. */
export interface Context {
  /** The current month; `month` counts from 1. */
  readonly now: { readonly year: number; readonly month: number };
  /** The brand of the number next to it. */
  readonly cardBrand?: string | undefined;
  /** The lengths that brand's verification codes have, where the number tells. */
  readonly codeSizes?: readonly number[] | undefined;
  /** The person has left the box: what could still have become right by typing on is judged as it stands. */
  readonly settled?: boolean;
}

/** The only things about a value that may leave a frame. */
export interface Facts {
  /** `unknown` until the first digits tell. */
  readonly cardBrand?: string;
  /** First 6 digits, 8 from 16-digit numbers on; of complete numbers only. */
  readonly cardBin?: string;
  readonly cardLast4?: string;
}

/** How much of its expected length a value has: too little, a possible end, or nothing more can follow. */
export type Fill = 'short' | 'enough' | 'full';

/**
 * What one input box is. The frame renders any field; it never asks which one it has.
 *
 * A value is a canonical string. `parse` makes it of whatever was typed or pasted, `format` writes it as people read it,
 * and `parse(format(value))` is `value` again: the caret, undo and autofill rest on that law.
 */
export interface Field {
  /** Its label is in texts.ts. */
  readonly type: string;
  /** What the box is called in an element of several boxes: in its events, and in the options that speak of one box. */
  readonly part: { readonly target: string; readonly option: string };
  readonly placeholder: string;
  readonly inputMode: 'text' | 'numeric';
  /** The autofill field name of HTML. */
  readonly autocomplete: string;
  /** The least classification a token must have to hold this value. */
  readonly classFloor?: 'pci' | 'bank';
  /** The value may not outlive the page: one that is restored from history finds the box empty. */
  readonly fleeting?: true;
  parse(typed: string): string;
  format(value: string): string;
  /** What the value becomes when the person leaves the box. */
  settle?(value: string): string;
  /** No prefix of a right value is ever `invalid`, unless the person has left the box. */
  judge(value: string, context: Context): Verdict;
  fill(value: string, context: Context): Fill;
  facts(value: string, verdict: Verdict): Facts;
  /** The lengths that the verification code next to it may have. */
  codeSizes?(value: string): readonly number[];
  /** A complete value as it is written into a token, under the names of the wire. The names are the same for any value. */
  data(value: string): Record<string, string | number>;
}
