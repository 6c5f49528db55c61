import type { Facts, Field } from '@tessera/fields';
import { html, setAttributes, setText } from '../nodes.ts';
import type { BoxOptions } from '../options.ts';
import type { Typing } from '../typing/typing.ts';

/** Makes the mark of a brand; nothing for a brand that has none. */
export type Marks = (brand: string) => Element | undefined;

/** What there is to know to draw one box. No value is among it: the input alone holds what was typed. */
export interface BoxScene {
  readonly field: Field;
  readonly options: BoxOptions;
  readonly label: string;
  readonly facts: Facts;
  /** The marks of brands, once they are there. */
  readonly marks: Marks | undefined;
  /** What the customer may choose, in the place of the brand. */
  readonly choice: Element | undefined;
  readonly state: 'empty' | 'incomplete' | 'complete' | 'invalid';
  readonly error: string | undefined;
  /** What is typed is shown as dots. */
  readonly password: boolean;
  readonly disabled: boolean;
  readonly readOnly: boolean;
}

/** What an input tells of. */
export interface InputEvents extends Typing {
  focus(): void;
  click(): void;
  change(): void;
  blur(): void;
  keydown(event: KeyboardEvent): void;
}

/** The events of one box. */
export interface BoxEvents {
  readonly ofInput: InputEvents;
  /** Something that goes with the value was chosen. */
  chosen(): void;
}

const quiet = { class: 'quiet' };

/** The nodes of one box, made once; `draw` changes what differs. */
export const createBoxDrawing = (id: string, { ofInput }: BoxEvents) => {
  const name = html('span', quiet);
  const label = html('label', { for: id }, name);
  const plain = { spellcheck: 'false', autocorrect: 'off' };
  const input = html('input', { id, name: id, ...plain });
  const brandName = html('span', { ...quiet, id: `${id}-brand` });
  const error = html('span', { ...quiet, id: `${id}-error`, 'aria-live': 'polite' });
  const node = html('div', { class: `box ${id}` }, label, input, error);
  for (const [type, listener] of Object.entries(ofInput)) input.addEventListener(type, listener);

  let mark: Element | undefined;
  let markOf: unknown;
  /** Puts the mark of a brand behind the name; drawings that are there already stay. */
  const drawMark = (brand: string | undefined, marks: Marks | undefined) => {
    const key = brand && (marks ? brand : 'blank');
    if (key === markOf) return;
    markOf = key;
    mark?.remove();
    mark = brand ? marks?.(brand) : undefined;
    if (mark) label.append(mark);
    // The stylesheet draws a blank card there: the first drawing in a document costs as much as everything else in the field.
    label.toggleAttribute('data-blank', !!brand && !mark);
  };

  let choice: Element | undefined;
  const draw = (scene: BoxScene) => {
    const { field, options, facts, state } = scene;
    const { cardBrand: brand } = facts;
    setAttributes(node, { 'data-state': state, 'data-icon': options.icon });
    setText(name, scene.label);
    drawMark(options.icon !== 'none' && !scene.choice ? brand : undefined, scene.marks);
    if (choice !== scene.choice) choice?.remove();
    choice = scene.choice;
    if (choice && !choice.isConnected) label.after(choice);
    setAttributes(input, {
      type: scene.password ? 'password' : 'text',
      dir: field.dir ?? 'ltr',
      autocapitalize: field.capitals ?? 'off',
      inputmode: options.inputMode,
      autocomplete: options.autocomplete,
      placeholder: options.placeholder,
      'aria-invalid': scene.error ? 'true' : 'false',
      'aria-describedby': `${brand ? `${id}-brand ` : ''}${id}-error`,
      disabled: scene.disabled,
      readonly: scene.readOnly,
    });
    if (!brand) brandName.remove();
    else if (!brandName.isConnected) input.after(brandName);
    setText(brandName, brand === 'unknown' ? '' : brand);
    setText(error, scene.error);
  };
  return { node, draw };
};
