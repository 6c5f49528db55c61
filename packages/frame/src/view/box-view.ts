import type { Facts, Field } from '@tessera/fields';
import { brandMark } from './brand-mark.ts';
import { html, setAttributes, setText } from './dom.ts';
import type { BoxOptions } from './options.ts';
import type { Typing } from './typing.ts';

/** What there is to know to draw one box. No value is among it: the input alone holds what was typed. */
export interface BoxScene {
  readonly options: BoxOptions;
  readonly label: string;
  readonly facts: Facts;
  readonly state: 'empty' | 'incomplete' | 'complete' | 'invalid';
  readonly error: string | undefined;
  readonly disabled: boolean;
  readonly readOnly: boolean;
}

/** The events of one box. */
export interface BoxEvents extends Typing {
  focus(): void;
  blur(event: Event): void;
  keydown(event: KeyboardEvent): void;
}

/** One box in the document. Its input is made once and stays. */
export interface BoxView {
  readonly root: HTMLElement;
  readonly input: HTMLInputElement;
  draw(scene: BoxScene): void;
}

export const createBoxView = (document: Document, field: Field, events: BoxEvents): BoxView => {
  const id = field.type;
  const quiet = (more: Readonly<Record<string, string>>) => html(document, 'span', { class: 'quiet', ...more });
  const name = quiet({});
  const brand = quiet({ id: `${id}-brand` });
  const error = quiet({ id: `${id}-error`, 'aria-live': 'polite' });
  const label = html(document, 'label', { for: id }, name);
  const input = html(document, 'input', {
    ...{ id, name: id, type: 'text', dir: field.inputMode === 'numeric' ? 'ltr' : 'auto' },
    ...{ spellcheck: 'false', autocapitalize: 'off', autocorrect: 'off' },
  });
  for (const [type, listener] of Object.entries(events)) input.addEventListener(type, listener);
  const root = html(document, 'div', {}, label, input, brand, error);
  let marked: string | undefined;

  return {
    root,
    input,
    draw: (scene) => {
      const { options, facts } = scene;
      const { cardBrand } = facts;
      setAttributes(root, { class: `box ${id}`, 'data-state': scene.state, 'data-icon': options.icon });
      setAttributes(input, {
        inputmode: options.inputMode,
        autocomplete: options.autocomplete,
        placeholder: options.placeholder,
        'aria-invalid': String(scene.error !== undefined),
        'aria-describedby': cardBrand === undefined ? error.id : `${brand.id} ${error.id}`,
        disabled: scene.disabled,
        readonly: scene.readOnly,
      });
      setText(name, scene.label);
      setText(brand, cardBrand === undefined || cardBrand === 'unknown' ? '' : cardBrand);
      setText(error, scene.error ?? '');
      const mark = options.icon === 'none' ? undefined : cardBrand;
      if (mark === marked) return;
      marked = mark;
      label.replaceChildren(name, ...(mark === undefined ? [] : [brandMark(document, mark)]));
    },
  };
};
