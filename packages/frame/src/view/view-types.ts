import type { ElementEvent, ElementOptions, ElementState, Messages } from '@tessera/bridge';
import type { Context, Field } from '@tessera/fields';
import type { Box } from './box/box.ts';
import type { Ask, ShapedField } from './shape/shaped-field.ts';

/** Receives the texts of an element's inputs, without security codes, until it returns `false`. */
export type Watcher = (texts: readonly (string | undefined)[]) => boolean;

/** What an element can ask of and tell the other elements on the page that use the same key. */
export interface Neighbours {
  /** What the only card number on the page says about the security code of its card. */
  codeContext(): CodeContext | undefined;
  /** Tells them that this element's `codeContext` changed. */
  changed(): void;
}

/** What a card number says about the security code of its card: its brand, and the lengths that codes of that brand have. */
export type CodeContext = Pick<Context, 'cardBrand' | 'codeSizes'>;

/** What a view is made of. */
export interface ViewElement {
  /** The name of a type of element. */
  readonly type: string;
  readonly fields: readonly Field[];
  /** The same fields, as the options change them: masks, patterns, card brands. */
  readonly shaped: readonly ShapedField[];
  readonly options: ElementOptions;
  readonly emit: (event: ElementEvent) => void;
  /** Tells the page how errors read. */
  readonly say: (messages: Messages) => void;
  /** The current time; expiry dates are compared with its month. */
  readonly clock: () => Date;
  readonly neighbours: Neighbours;
  readonly ask: Ask;
}

/** The inputs of one element, which accept keys as soon as `createView` has returned. */
export interface View {
  /** In the order of the element's fields. */
  readonly boxes: readonly Box[];
  /** Merges options into the current ones. `targetId` and `validateOnChange` cannot change. */
  update(options: ElementOptions): Promise<void>;
  /** Sets a value that the page gives. */
  give(value: unknown): Promise<void>;
  /** What its card number says about the security code; nothing without a card number. */
  codeContext(): CodeContext | undefined;
  /** Validates again, after the `codeContext` of a neighbour changed. */
  heed(): void;
  clear(): void;
  /** Whether it shows a value that was not typed here. Then it emits no events, takes no keys, and its value cannot be sent. */
  readonly showing: boolean;
  /** Shows texts, one for each box, until it is cleared. */
  put(texts: readonly (string | undefined)[]): void;
  /** Calls a listener with the texts of the boxes, now and after each edit; security codes are left out. */
  watch(listener: Watcher): undefined;
  /** Clears security codes, and a value that is shown, because the page is being left. */
  forget(): void;
  focus(): void;
  blur(): void;
  /** Shows an error at each box that is not complete, empty ones too, and returns the state. */
  validate(): ElementState;
}
