import { BasisTheoryApiError } from '@tessera/client';
import { live } from 'lit/directives/live.js';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { may } from '../api/session.ts';
import { copyable } from '../parts/copyable.ts';
import { problemNote } from '../parts/states.ts';
import type { OpenView } from '../scene.ts';
import { codeOf, type Example, examples, type Made, pathOfRequest } from './requests.ts';

/** Numbers for trying things out. No bank gives them to a customer. */
const testCards: readonly (readonly [name: string, number: string])[] = [
  ['Visa', '4242424242424242'],
  ['Mastercard', '5555555555554444'],
  ['American Express', '378282246310005'],
  ['Discover', '6011111111111117'],
  ['JCB', '3530111333300000'],
  ['Diners Club', '36227206271667'],
  ['UnionPay', '6205500000000000004'],
];

const bodyOf = ({ body }: Example): string => (body === undefined ? '' : JSON.stringify(body, null, 2));

/** Why a text is not JSON, in the words of the browser; nothing if it is. */
const faultOf = (text: string): string | undefined => {
  if (text.trim() === '') return undefined;
  try {
    JSON.parse(text);
    return undefined;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
};

/** Making requests: they are sent for the operator, and written as code for programs. */
export const view: OpenView = (scene) => {
  const { words, query, session, tenant, call, redraw, signal, go, at } = scene;
  const { developer } = words;
  const [first] = examples;
  const example = examples.find(({ name }) => name === query.get('request')) ?? (first as Example);
  const made: Made = { example, id: '', body: bodyOf(example), vault: session.vault_url ?? 'https://vault.example' };
  let answer: { value: unknown; status?: number } | undefined;
  let error: Error | undefined;
  let busy = false;

  const send = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    error = undefined;
    redraw();
    try {
      const body: unknown = made.body === '' ? undefined : JSON.parse(made.body);
      const options = { tenant: tenant.id, signal, ...(body !== undefined && { body }) };
      answer = { value: await call(example.method, `/api${pathOfRequest(made)}`, options) };
    } catch (thrown) {
      const refused = thrown instanceof BasisTheoryApiError && thrown.data ? thrown : undefined;
      if (refused) answer = { value: refused.data, status: refused.status };
      else if (!signal.aborted) error = thrown instanceof Error ? thrown : new Error(String(thrown));
    }
    busy = false;
    redraw();
  };
  const typed = (name: 'id' | 'body' | 'vault') => (event: Event) => {
    made[name] = (event.target as HTMLInputElement | HTMLTextAreaElement).value;
    redraw();
  };
  const choose = (event: Event) =>
    go(`${at('/developer')}?request=${encodeURIComponent((event.target as HTMLSelectElement).value)}`);

  const maySend = may(session, example.needs);
  const form = (): TemplateResult => {
    const fault = faultOf(made.body);
    const lacksId = example.path.includes('{id}') && made.id === '';
    return html`<form class="stack" @submit=${send}>
      <label class="field narrow">
        <span>${developer.request}</span>
        <select @change=${choose}>
          ${examples.map(({ name, method, path }) => html`<option value=${name} .selected=${live(name === example.name)}>${method} ${path}</option>`)}
        </select>
      </label>
      ${
        example.path.includes('{id}')
          ? html`<label class="field narrow"><span>${words.tokens.id}</span><input autocomplete="off" spellcheck="false" .value=${made.id} @input=${typed('id')} /></label>`
          : nothing
      }
      ${
        example.body === undefined
          ? nothing
          : html`<label class="field">
              <span>${developer.body}</span>
              <textarea class="code" rows="9" spellcheck="false" dir="ltr" aria-invalid=${fault ? 'true' : 'false'} .value=${made.body} @input=${typed('body')}></textarea>
            </label>`
      }
      ${fault ? html`<p class="field-error" role="alert">${developer.notJson} ${fault}</p>` : nothing}
      <p class="row wrap">
        <button class="button primary" ?disabled=${!maySend || fault !== undefined || lacksId} aria-disabled=${busy}>${developer.send}</button>
        ${maySend ? nothing : html`<span class="soft">${developer.notAllowed} <code>${example.needs}</code></span>`}
      </p>
      ${error ? problemNote(error, words) : nothing}
      ${
        answer
          ? html`<h3>${developer.answer} <span class="tag kind">${answer.status ?? developer.done}</span></h3>
              <pre class="value" dir="ltr" tabindex="0"><code>${answer.value === undefined ? '' : JSON.stringify(answer.value, null, 2)}</code></pre>`
          : nothing
      }
    </form>`;
  };
  const code = (): TemplateResult => html`<label class="field narrow">
      <span>${developer.vault}</span><input type="url" dir="ltr" .value=${made.vault} @input=${typed('vault')} />
    </label>
    ${codeOf(made).map(
      ({ name, code }) => html`<h3>${name}</h3>
        <pre class="value" dir="ltr" tabindex="0"><code>${code}</code></pre>`,
    )}`;
  return {
    title: words.menu.developer,
    draw: () => html`<div class="columns">
        <section class="sheet"><h2>${developer.try}</h2>${form()}</section>
        <section class="sheet stack"><h2>${developer.code}</h2>${code()}</section>
      </div>
      <section class="sheet">
        <h2>${developer.testCards}</h2>
        <p class="help">${developer.testCardsText}</p>
        <dl class="facts">
          ${testCards.map(([name, number]) => html`<div><dt>${name}</dt><dd>${copyable(number, scene, `${words.actions.copy} ${name}`)}</dd></div>`)}
        </dl>
      </section>`,
  };
};
