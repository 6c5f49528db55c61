import type { Verdict } from '@tessera/rules';

export type { Verdict };

/** What a value is validated against: the date, and facts (never values) of the other boxes. */
export interface Context {
  /** The current month; `month` counts from 1. */
  readonly now: { readonly year: number; readonly month: number };
  /** The brand of the card number. */
  readonly cardBrand?: string | undefined;
  /** The lengths of security codes of that brand, as far as the number determines it. */
  readonly codeSizes?: readonly number[] | undefined;
  /** The person has left the box: a value that typing on could complete is judged as it is. */
  readonly settled?: boolean;
}

/** The only things about a value that may leave a frame. */
export interface Facts {
  /** `unknown` until the first digits identify a brand. */
  readonly cardBrand?: string;
  /** First 6 digits, 8 from 16-digit numbers on; of complete numbers only. */
  readonly cardBin?: string;
  readonly cardLast4?: string;
  /** Of a card with two brands: the one that was chosen. */
  readonly selectedNetwork?: string;
  /** What was found out about cards whose numbers begin so. */
  readonly binInfo?: object;
}

/** How much of its expected length a value has: too little (`short`), a possible length (`enough`), or the greatest (`full`). */
export type Fill = 'short' | 'enough' | 'full';

/**
 * Describes one kind of input. The frame renders every field in the same way and has no code for a particular one.
 *
 * A value is a string in canonical form. `parse` turns whatever was typed or pasted into it, and `format` writes it for people.
 * `parse(format(value))` must equal `value`: the position of the caret, undo and autofill depend on it.
 */
export interface Field {
  /** The type, as events and options name it. */
  readonly type: string;
  /** The English label of a field that is fetched late. Those of the others, and other languages: see texts.ts. */
  readonly label?: string;
  /** The names of this box in an element of several boxes: in events (`target`) and in options for one box (`option`). */
  readonly part: { readonly target: string; readonly option: string };
  readonly placeholder: string;
  readonly inputMode: 'text' | 'numeric';
  /** For what people write in their own script; digits and codes read from left to right everywhere. */
  readonly dir?: 'auto';
  /** Which letters the keyboard of a phone writes as capitals; none by default. */
  readonly capitals?: 'words' | 'characters';
  /** The autofill field name of HTML. */
  readonly autocomplete: string;
  /** The classification that a token must have to hold this value. */
  readonly classFloor?: 'pci' | 'bank';
  /** The value is cleared when the page is left, so that a page restored from history has an empty box. */
  readonly fleeting?: true;
  parse(typed: string): string;
  format(value: string): string;
  /** What the value becomes when the person leaves the box. */
  settle?(value: string): string;
  /** Validates a value. No prefix of a valid value is ever `invalid`, unless the person has left the box. */
  judge(value: string, context: Context): Verdict;
  fill(value: string, context: Context): Fill;
  facts(value: string, verdict: Verdict): Facts;
  /** Of a card number: the lengths that its security code may have. */
  codeSizes?(value: string): readonly number[];
  /** A complete value as properties of a token, with the names of the API. The names are the same for every value. */
  data(value: string): Record<string, string | number>;
}
