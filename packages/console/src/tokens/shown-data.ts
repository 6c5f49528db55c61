import type { Token } from '@tessera/client';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Words } from '../words/words.ts';

/** The most characters of a value that a row of a list shows. */
const longest = 60;

const shortened = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);

/** What a list shows of a token's masked data, in one line. */
export const oneLine = ({ type, data }: Token): string => {
  if (data === undefined || data === null) return '';
  if (typeof data === 'string') return shortened(data);
  if (type === 'card' && typeof data === 'object') {
    const { number, expiration_month: month, expiration_year: year } = data as Record<string, unknown>;
    const expiry = month && year ? `${String(month).padStart(2, '0')}/${year}` : '';
    return shortened([number, expiry].filter(Boolean).join('  '));
  }
  return shortened(JSON.stringify(data));
};

const valueText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** All of a token's masked data, by name where it has names. */
export const wholeData = ({ data }: Token, { tokens }: Words): TemplateResult => {
  if (data === undefined || data === null) return html`<p class="soft">${tokens.noData}</p>`;
  if (typeof data !== 'object' || Array.isArray(data))
    return html`<pre class="value"><code>${valueText(data)}</code></pre>`;
  return html`<dl class="facts">
    ${Object.entries(data).map(([name, value]) => html`<div><dt><code>${name}</code></dt><dd><code>${valueText(value)}</code></dd></div>`)}
  </dl>`;
};

/** Some of a token's metadata, for a row of a list. */
export const someMetadata = ({ metadata = {} }: Token): TemplateResult | typeof nothing => {
  const entries = Object.entries(metadata);
  if (entries.length === 0) return nothing;
  return html`<span class="tags"
    >${entries.slice(0, 3).map(([key, value]) => html`<span class="tag"><b>${key}</b> ${shortened(value)}</span>`)}${
      entries.length > 3 ? html`<span class="tag">+${entries.length - 3}</span>` : nothing
    }</span
  >`;
};
