import type { Facts, Field } from '@tessera/fields';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { BoxOptions } from '../options.ts';
import type { Typing } from '../typing/typing.ts';
import { blankCard } from './blank-card.ts';

/** What there is to know to draw one box. No value is among it: the input alone holds what was typed. */
export interface BoxScene {
  readonly field: Field;
  readonly options: BoxOptions;
  readonly label: string;
  readonly facts: Facts;
  /** The drawing of its brand, where there is one. */
  readonly mark: TemplateResult | undefined;
  /** What the customer may choose, in the place of the brand. */
  readonly choice: TemplateResult | undefined;
  readonly state: 'empty' | 'incomplete' | 'complete' | 'invalid';
  readonly error: string | undefined;
  /** What is typed is shown as dots. */
  readonly password: boolean;
  readonly disabled: boolean;
  readonly readOnly: boolean;
}

/** The events of one box. */
export interface BoxEvents extends Typing {
  focus(): void;
  click(): void;
  change(): void;
  blur(): void;
  keydown(event: KeyboardEvent): void;
  /** Something that goes with the value was chosen. */
  chosen(): void;
}

export const boxTemplate = (scene: BoxScene, events: BoxEvents | undefined): TemplateResult => {
  const { field, options, label, facts, state, error, choice } = scene;
  const brand = facts.cardBrand;
  const id = field.type;
  const described = [brand && `${id}-brand`, `${id}-error`].filter(Boolean).join(' ');
  return html`<div class="box ${id}" data-state=${state} data-icon=${options.icon}>
    <label for=${id}
      ><span class="quiet">${label}</span>${brand && options.icon !== 'none' && !choice ? (scene.mark ?? blankCard) : nothing}</label
    >${choice}
    <input
      id=${id}
      name=${id}
      type=${scene.password ? 'password' : 'text'}
      dir=${field.dir ?? 'ltr'}
      inputmode=${options.inputMode}
      autocomplete=${options.autocomplete}
      placeholder=${options.placeholder}
      spellcheck="false"
      autocapitalize="off"
      autocorrect="off"
      aria-invalid=${error ? 'true' : 'false'}
      aria-describedby=${described}
      ?disabled=${scene.disabled}
      ?readonly=${scene.readOnly}
      @beforeinput=${events?.beforeinput}
      @input=${events?.input}
      @compositionend=${events?.compositionend}
      @focus=${events?.focus}
      @click=${events?.click}
      @change=${events?.change}
      @blur=${events?.blur}
      @keydown=${events?.keydown}
    />
    ${brand ? html`<span class="quiet" id="${id}-brand">${brand === 'unknown' ? '' : brand}</span>` : nothing}
    <span class="quiet" id="${id}-error" aria-live="polite">${error}</span>
  </div>`;
};
