import type { ConsoleKeys } from '@tessera/contract/console';
import { html, type nothing, type TemplateResult } from 'lit/html.js';
import { ageOf } from '../parts/time.ts';
import type { Scene } from '../scene.ts';

/** Every key, from the root key to those of single values, with its age against the time for which it may be used. */
export const inventoryTable = (
  { inventory }: ConsoleKeys,
  { words, language }: Scene,
  now: number,
  below: TemplateResult | typeof nothing,
): TemplateResult => {
  const { keys } = words;
  const number = (value: number) => new Intl.NumberFormat(language).format(value);
  const heads = [
    keys.key,
    keys.purpose,
    keys.algorithm,
    keys.versionName,
    keys.count,
    keys.age,
    keys.period,
    keys.kept,
  ];
  return html`<section class="sheet stack">
    <h2>${keys.inventory}</h2>
    <p class="help">${keys.inventoryText}</p>
    <div class="scroller" tabindex="0" role="region" aria-label=${keys.inventory}>
      <table>
        <thead>
          <tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr>
        </thead>
        <tbody>
          ${inventory.map(
            (entry) => html`<tr>
              <th scope="row" lang="en">${entry.key}</th>
              <td lang="en">${entry.purpose}</td>
              <td>${entry.algorithm}</td>
              <td class="number">${number(entry.version)}</td>
              <td class="number">${number(entry.count)}</td>
              <td>${entry.created_at === null ? '–' : ageOf(entry.created_at, now, language)}</td>
              <td>
                ${entry.cryptoperiod_days === null ? keys.noPeriod : keys.days(number(entry.cryptoperiod_days))}
                <span class=${entry.due === 'overdue' ? 'tag do-delete' : 'tag'}>${keys.dues[entry.due]}</span>
              </td>
              <td lang="en">${entry.kept}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${below}
  </section>`;
};
