import type { ConsoleReactorFailures } from '@tessera/contract/console';
import { html, type TemplateResult } from 'lit/html.js';
import type { Fetched } from '../parts/fetched.ts';
import { whenFetched } from '../parts/states.ts';
import { timeOf } from '../parts/time.ts';
import type { Scene } from '../scene.ts';

/** The last runs of a reactor that failed. */
export const failuresPart = ({ words, language }: Scene, found: Fetched<ConsoleReactorFailures>): TemplateResult => {
  const { failures } = words;
  const table = ({ data }: ConsoleReactorFailures): TemplateResult =>
    data.length === 0
      ? html`<p class="soft">${failures.none}</p>`
      : html`<p class="help">${failures.help}</p>
          <div class="scroller" tabindex="0" role="region" aria-label=${failures.title}>
            <table>
              <thead>
                <tr>
                  <th scope="col">${failures.when}</th>
                  <th scope="col">${failures.status}</th>
                  <th scope="col">${failures.what}</th>
                  <th scope="col">${failures.trace}</th>
                </tr>
              </thead>
              <tbody>
                ${data.map(
                  (each) => html`<tr>
                    <td class="when">${timeOf(each.failed_at, language)}</td>
                    <td><span class="tag">${each.status}</span></td>
                    <td class="wide">${each.detail}</td>
                    <td><code>${each.trace_id}</code></td>
                  </tr>`,
                )}
              </tbody>
            </table>
          </div>`;
  return html`<section class="sheet stack">
    <h2>${failures.title}</h2>
    ${whenFetched(found, words, table)}
  </section>`;
};
