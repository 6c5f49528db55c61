import type { ConsoleVerification } from '@tessera/contract/console';
import { html, type TemplateResult } from 'lit/html.js';
import type { Scene } from '../scene.ts';
import type { Words } from '../words/words.ts';

/** What came of a verification that has ended, in a sentence. */
export const outcomeOf = ({ result }: ConsoleVerification, { report }: Words): string => {
  if (!result) return report.failed;
  return result.findings_total === 0 ? report.clean : report.wrong(result.findings_total);
};

/** How a verification stands: its progress, or what came of it. */
export const stateOf = (
  { state, progress, result }: ConsoleVerification,
  { words, language }: Scene,
): TemplateResult => {
  const { verification } = words;
  const number = (value: number) => new Intl.NumberFormat(language).format(value);
  if (state === 'running') {
    if (!progress || progress.total === 0) return html`${verification.beginning}`;
    const { what, done, total } = progress;
    const name = verification.phases[what];
    return html`<span class="row"
      ><progress aria-label=${name} max=${total} value=${done}></progress> ${name} ${number(done)} / ${number(total)}</span
    >`;
  }
  if (!result) return html`<span class="tag do-delete">${verification.states.failed}</span>`;
  return result.findings_total === 0
    ? html`<span class="tag do-create">${verification.states.clean}</span>`
    : html`<span class="tag do-delete">${verification.findings(result.findings_total)}</span>`;
};
