import type { ElementOptions, ElementState } from '@tessera/bridge';
import type { Context } from '@tessera/fields';
import type { Watcher } from '../siblings.ts';
import type { Box } from './box.ts';

/** What elements on the same page, of the same key, may know of each other. */
export interface Neighbours {
  /** What the one card number beside this element tells about the code on its card. */
  codeContext(): CodeContext | undefined;
  /** What this element tells about it has become another. */
  changed(): void;
}

/** What a card number tells about the code on its card. */
export type CodeContext = Pick<Context, 'cardBrand' | 'codeSizes'>;

/** The inputs of one element, drawn and alive. They accept keys as soon as `createView` has returned. */
export interface View {
  /** In the order of the element's fields. */
  readonly boxes: readonly Box[];
  /** Merges options into those there are. `targetId` and `validateOnChange` stay as they were created. */
  update(options: ElementOptions): Promise<void>;
  /** Puts a value in that is given and not typed; nothing for `undefined`. */
  give(value: unknown): Promise<void>;
  /** What the number in it tells about the code on its card; nothing where there is none. */
  codeContext(): CodeContext | undefined;
  /** Judges anew after a neighbour has changed. */
  heed(): void;
  clear(): void;
  /** Whether it shows what was not typed here. Then it is silent, takes no keys, and its values are nobody's to send. */
  readonly showing: boolean;
  /** Shows texts, one for each box, until it is cleared. */
  put(texts: readonly (string | undefined)[]): void;
  /** Tells what stands in the boxes, at once and after each edit; never of those that `forget` clears. */
  watch(listener: Watcher): undefined;
  /** Clears the boxes whose values may not outlive the page, and all that is shown. */
  forget(): void;
  focus(): void;
  blur(): void;
  /** Shows an error at each box that is not complete, empty ones too, and tells how the element stands. */
  validate(): ElementState;
}
