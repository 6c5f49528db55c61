import { html, type TemplateResult } from 'lit/html.js';
import type { Words } from '../words/words.ts';

interface Quota {
  tokens_a_day: number | null;
  megabytes_a_day: number | null;
}

/** Fields for what a tenant may store in a day. */
export const quotaFields = ({ tenants }: Words, now?: Quota): TemplateResult => {
  const field = (name: keyof Quota, label: string) => html`<label class="field">
    <span>${label}</span>
    <input type="number" name=${name} min="1" step="1" inputmode="numeric" placeholder=${tenants.asAll} .value=${String(now?.[name] ?? '')} />
  </label>`;
  return html`${field('tokens_a_day', tenants.tokensADay)}${field('megabytes_a_day', tenants.megabytesADay)}`;
};

/** What was typed into them; null for what holds for all tenants. */
export const readQuota = (data: FormData): Quota => {
  const number = (name: keyof Quota) => {
    const text = String(data.get(name) ?? '').trim();
    return text === '' ? null : Number(text);
  };
  return { tokens_a_day: number('tokens_a_day'), megabytes_a_day: number('megabytes_a_day') };
};
