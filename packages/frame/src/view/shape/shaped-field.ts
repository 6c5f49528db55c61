import type { Field } from '@tessera/fields';

/** What a choice that goes with a value is drawn from. */
export interface ChoiceScene {
  readonly value: string;
  /** What is to be chosen, in the language of the customer; nothing in English. */
  readonly label: string | undefined;
  readonly disabled: boolean;
  /** The drawing of a brand, where there is one. */
  mark(brand: string): Element | undefined;
  /** The customer has chosen. */
  chosen(): void;
}

/** Asks the vault something, with the key of the page. */
export type Ask = (path: string) => Promise<unknown>;

/** A field as the options of its element want it. */
export interface ShapedField extends Field {
  /** Draws what a customer may choose beside the value, each time in the same element; nothing where there is no choice. */
  choose?(scene: ChoiceScene): Element | undefined;
}
