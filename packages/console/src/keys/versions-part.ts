import type { ConsoleKeys } from '@tessera/contract/console';
import { html, type TemplateResult } from 'lit/html.js';
import { timeOf } from '../parts/time.ts';
import type { Scene } from '../scene.ts';
import type { KeyWork } from './key-work.ts';

/** The versions of a tenant's key: which one is used, what still needs the old ones, and what can be done with each. */
export const versionsPart = (
  { versions }: ConsoleKeys,
  { words, language }: Scene,
  work: Pick<KeyWork, 'rotate' | 'actions'>,
): TemplateResult => {
  const { keys } = words;
  const number = (value: number) => new Intl.NumberFormat(language).format(value);
  return html`<section class="sheet stack">
    <h2>${keys.versions}</h2>
    <p class="help">${keys.versionsText} ${keys.rotateText}</p>
    <div class="scroller" tabindex="0" role="region" aria-label=${keys.versions}>
      <table>
        <thead>
          <tr>
            <th scope="col">${keys.versionName}</th>
            <th scope="col">${keys.state}</th>
            <th scope="col">${keys.made}</th>
            <th scope="col">${keys.used}</th>
            <th scope="col">${keys.values}</th>
            <th scope="col"><span class="sr-only">${words.palette.action}</span></th>
          </tr>
        </thead>
        <tbody>
          ${versions.map(
            (each) => html`<tr>
              <th scope="row" class="number">${number(each.version)}</th>
              <td><span class="tag kind">${keys.states[each.state]}</span></td>
              <td class="when">${timeOf(each.created_at, language)}</td>
              <td class="when">${timeOf(each.active_at, language)}</td>
              <td class="number">${number(each.values)}</td>
              <td>${work.actions(each)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${work.rotate()}
  </section>`;
};
