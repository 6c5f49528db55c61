import { repeat } from 'lit/directives/repeat.js';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { type CodeField, codeField } from '../code/code-field.ts';
import { jsonObject } from '../code/json-object.ts';
import { type TestPane, testPane } from '../code/test-pane.ts';
import { focusRow } from '../parts/focus-row.ts';
import type { Scene } from '../scene.ts';
import {
  type Kind,
  kindNames,
  kinds,
  type Part,
  type Side,
  type Texts,
  type Transform,
  textsOf,
  transformOf,
} from './transform-kinds.ts';

interface Row {
  type: Kind;
  texts: Texts;
  code?: CodeField;
  token?: CodeField;
  tests?: TestPane;
}

export interface TransformFields {
  /** What stands in them. Throws an error for a person where a token is no JSON. */
  transforms(): Transform[];
  draw(): TemplateResult;
}

interface TransformFieldsOptions {
  side: Side;
  first: readonly Transform[];
  configuration(): Record<string, unknown>;
  /** The id of the proxy, where that is saved already. */
  id: string | undefined;
}

/** The most that a side of a proxy may have. */
const most = 20;

/** What code of transforms can be tried with. */
const firstArgs: Readonly<Record<Side, object>> = {
  request: {
    body: { card: { number: '4242424242424242' } },
    headers: { 'content-type': 'application/json' },
    method: 'POST',
    path: '/proxy',
    query: '',
  },
  response: { body: { id: 'ch_1', number: '4242424242424242' }, headers: { 'content-type': 'application/json' } },
};

/** The steps that requests or answers of a proxy go through: added, changed, moved and removed. */
export const transformFields = (
  scene: Scene,
  { side, first, configuration, id }: TransformFieldsOptions,
): TransformFields => {
  const { words, redraw } = scene;
  const { proxies, formulas } = words;
  const rowOf = (type: Kind, transform?: Transform): Row => {
    const row: Row = { type, texts: textsOf(transform) };
    if (type === 'tokenize') row.token = codeField(scene, { label: proxies.token, value: row.texts.token, low: true });
    if (type !== 'code') return row;
    const code = codeField(scene, {
      label: words.reactors.code,
      value: row.texts.code,
      low: true,
      run: () => row.tests?.run(),
    });
    row.code = code;
    row.tests = testPane(scene, {
      ...{
        kind: 'transform',
        code: () => code,
        configuration,
        of: id === undefined ? undefined : { type: 'proxy', id },
      },
      first: { args: firstArgs[side] },
    });
    return row;
  };
  const rows = first.map((transform) => rowOf(transform.type, transform));
  let added: Kind = 'code';

  const move = (row: Row, by: -1 | 1) => {
    const from = rows.indexOf(row);
    if (!rows[from + by]) return;
    rows.splice(from, 1);
    rows.splice(from + by, 0, row);
    redraw();
  };
  const remove = (event: Event, row: Row) => {
    const index = rows.indexOf(row);
    rows.splice(index, 1);
    redraw();
    focusRow(event, index);
  };
  const part = (row: Row, name: Part): TemplateResult => html`<label class="field"
    ><span>${proxies.parts[name]}</span
    ><input
      ?required=${name !== 'identifier' && name !== 'value'}
      autocomplete="off"
      spellcheck="false"
      dir="ltr"
      .value=${row.texts.parts[name] ?? ''}
      @input=${(event: Event) => {
        row.texts.parts[name] = (event.target as HTMLInputElement).value;
      }}
  /></label>`;
  const draw = (row: Row, index: number): TemplateResult => {
    const name = `${index + 1}. ${proxies.kinds[row.type]}`;
    return html`<fieldset class="transform stack" tabindex="-1" aria-label="${proxies.sides[side]}, ${name}">
      <p class="row wrap">
        <b>${name}</b>
        <button type="button" class="button small" aria-disabled=${index === 0} aria-label="${proxies.up}: ${name}" @click=${() => move(row, -1)}>${proxies.up}</button>
        <button type="button" class="button small" aria-disabled=${index === rows.length - 1} aria-label="${proxies.down}: ${name}" @click=${() => move(row, 1)}>${proxies.down}</button>
        <button type="button" class="button small" aria-label="${formulas.remove}: ${name}" @click=${(event: Event) => remove(event, row)}>${formulas.remove}</button>
      </p>
      <p class="help">${proxies.kindTexts[row.type]}</p>
      ${row.code ? row.code.draw() : nothing} ${row.token ? row.token.draw() : nothing}
      ${kinds[row.type].parts.map((each) => part(row, each))} ${row.tests ? row.tests.draw(`${proxies.sides[side]}, ${name}`) : nothing}
    </fieldset>`;
  };
  const choose = (event: Event) => {
    added = (event.target as HTMLSelectElement).value as Kind;
  };
  const add = (event: Event) => {
    if (rows.length >= most) return;
    rows.push(rowOf(added));
    redraw();
    focusRow(event, rows.length - 1, true);
  };
  return {
    transforms: () =>
      rows.map(({ type, texts, code, token }) =>
        transformOf(
          type,
          { ...texts, code: code?.text ?? texts.code },
          token ? jsonObject(token.text, proxies.tokenNotJson) : {},
        ),
      ),
    draw: () => html`<section class="stack" tabindex="-1" aria-label=${proxies.sides[side]}>
      <h2>${proxies.sides[side]}</h2>
      <p class="help">${proxies.sideTexts[side]}</p>
      ${repeat(rows, (row) => row, draw)}
      <p class="row wrap">
        <select aria-label=${proxies.kind} @change=${choose}>
          ${kindNames.filter((kind) => kinds[kind].sides.includes(side)).map((kind) => html`<option value=${kind} ?selected=${kind === added}>${proxies.kinds[kind]}</option>`)}
        </select>
        <button type="button" class="button small" aria-disabled=${rows.length >= most} @click=${add}>${formulas.add}</button>
      </p>
    </section>`,
  };
};
