import { html, type TemplateResult } from 'lit/html.js';
import { focusRow } from '../parts/focus-row.ts';
import type { Scene } from '../scene.ts';

/** A setting: one that is stored keeps its value until another is typed. */
interface Row {
  name: string;
  value: string | undefined;
  readonly isStored: boolean;
}

export interface ConfigurationFields {
  /** What is to be changed: new values, and null for those that were removed. */
  changes(): Record<string, string | null>;
  /** All of it as it will be, for runs with test data. */
  whole(): Record<string, string>;
  draw(): TemplateResult;
}

/** The most that a proxy may have. */
const most = 25;

/** The settings of a proxy. Values that are stored are not shown: they are kept, replaced or removed. */
export const configurationFields = (
  { words, redraw }: Pick<Scene, 'words' | 'redraw'>,
  stored: Readonly<Record<string, string>>,
): ConfigurationFields => {
  const { proxies, formulas } = words;
  const rows: Row[] = Object.keys(stored).map((name) => ({ name, value: undefined, isStored: true }));
  const removed = new Set<string>();
  const row = (each: Row, index: number): TemplateResult => {
    const remove = (event: Event) => {
      rows.splice(index, 1);
      if (each.isStored) removed.add(each.name);
      redraw();
      focusRow(event, index);
    };
    const set = (part: 'name' | 'value') => (event: Event) => {
      const { value } = event.target as HTMLInputElement;
      // Where a value was typed and taken back, the stored one is kept, as the field says again.
      if (part === 'value' && each.isStored) each.value = value === '' ? undefined : value;
      else each[part] = value;
      redraw();
    };
    const called = each.name === '' ? String(index + 1) : each.name;
    return html`<fieldset class="declared" tabindex="-1">
      <legend class="sr-only">${proxies.setting} ${called}</legend>
      ${
        each.isStored
          ? html`<p><code>${each.name}</code></p>`
          : html`<label class="field"><span>${formulas.name}</span><input required maxlength="100" autocomplete="off" spellcheck="false" dir="ltr" .value=${each.name} @input=${set('name')} /></label>`
      }
      <label class="field"><span>${proxies.value}</span><input type="password" ?required=${!each.isStored} autocomplete="new-password" maxlength="10000" dir="ltr" placeholder=${each.isStored ? proxies.kept : ''} .value=${each.value ?? ''} @input=${set('value')} /></label>
      <button type="button" class="button small" aria-label="${formulas.remove}: ${called}" @click=${remove}>${formulas.remove}</button>
    </fieldset>`;
  };
  const add = (event: Event) => {
    if (rows.length >= most) return;
    rows.push({ name: '', value: '', isStored: false });
    redraw();
    focusRow(event, rows.length - 1, true);
  };
  const typed = (): Record<string, string> =>
    Object.fromEntries(rows.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
  return {
    changes: () => ({ ...Object.fromEntries([...removed].map((name) => [name, null])), ...typed() }),
    whole: () => ({
      ...Object.fromEntries(Object.entries(stored).filter(([name]) => !removed.has(name))),
      ...typed(),
    }),
    draw: () => html`<section class="stack" tabindex="-1" aria-label=${proxies.configuration}>
      <h2>${proxies.configuration}</h2>
      <p class="help">${proxies.configurationText}</p>
      ${rows.length === 0 ? html`<p class="soft">${formulas.nothingDeclared}</p>` : rows.map(row)}
      <p class="row"><button type="button" class="button small" aria-disabled=${rows.length >= most} @click=${add}>${formulas.add}</button></p>
    </section>`,
  };
};
