import type { ReactorFormula } from '@tessera/client';
import { live } from 'lit/directives/live.js';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { focusRow } from '../parts/focus-row.ts';
import type { Scene } from '../scene.ts';

export type Declared = ReactorFormula['requestParameters'][number];

/** The most of one kind. */
const most = 100;

const types: readonly Declared['type'][] = ['string', 'number', 'boolean'];

export interface DeclaredFields {
  /** What stands in them. */
  readonly declared: Declared[];
  draw(): TemplateResult;
}

/** The values that a formula asks for: one row for each, with name, type and what it is for. */
export const declaredFields = (
  { words, redraw }: Pick<Scene, 'words' | 'redraw'>,
  { title, first, mayBeOptional }: { title: string; first: readonly Declared[]; mayBeOptional: boolean },
): DeclaredFields => {
  const { formulas } = words;
  const rows: Declared[] = first.map((each) => ({ ...each }));
  const row = (each: Declared, index: number): TemplateResult => {
    const set = (change: Partial<Declared>) => {
      Object.assign(each, change);
      redraw();
    };
    const remove = (event: Event) => {
      rows.splice(index, 1);
      redraw();
      focusRow(event, index);
    };
    return html`<fieldset class="declared" tabindex="-1">
      <legend class="sr-only">${title}: ${each.name === '' ? index + 1 : each.name}</legend>
      <label class="field"><span>${formulas.name}</span><input required maxlength="100" autocomplete="off" spellcheck="false" dir="ltr" .value=${each.name} @input=${(event: Event) => set({ name: (event.target as HTMLInputElement).value })} /></label>
      <label class="field"
        ><span>${formulas.valueType}</span
        ><select @change=${(event: Event) => set({ type: (event.target as HTMLSelectElement).value as Declared['type'] })}>
          ${types.map((type) => html`<option value=${type} .selected=${live(type === each.type)}>${formulas.valueTypes[type]}</option>`)}
        </select></label
      >
      <label class="field"><span>${formulas.description}</span><input maxlength="1000" autocomplete="off" .value=${each.description ?? ''} @input=${(event: Event) => set({ description: (event.target as HTMLInputElement).value })} /></label>
      ${
        mayBeOptional
          ? html`<label class="check"><input type="checkbox" .checked=${each.optional ?? false} @change=${(event: Event) => set({ optional: (event.target as HTMLInputElement).checked })} /><span>${formulas.optional}</span></label>`
          : nothing
      }
      <button type="button" class="button small" aria-label="${formulas.remove}: ${each.name === '' ? String(index + 1) : each.name}" @click=${remove}>${formulas.remove}</button>
    </fieldset>`;
  };
  const add = (event: Event) => {
    if (rows.length >= most) return;
    rows.push({ name: '', type: 'string' });
    redraw();
    focusRow(event, rows.length - 1, true);
  };
  return {
    get declared() {
      return rows.map(({ description, optional, ...each }) => ({
        ...each,
        ...(description && { description }),
        ...(mayBeOptional && optional && { optional }),
      }));
    },
    draw: () => html`<section class="stack" tabindex="-1" aria-label=${title}>
      <h2>${title}</h2>
      ${rows.length === 0 ? html`<p class="soft">${formulas.nothingDeclared}</p>` : rows.map(row)}
      <p class="row"><button type="button" class="button small" aria-disabled=${rows.length >= most} @click=${add}>${formulas.add}</button></p>
    </section>`,
  };
};
