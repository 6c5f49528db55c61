import { html, type TemplateResult } from 'lit/html.js';
import type { Words } from '../words/words.ts';
import { cellOf, classifications, columns, type Held } from './access.ts';

/** A picture of what an application may do with tokens: classification by operation, reading by impact level. */
export const accessMatrix = (held: Held, { applications }: Words): TemplateResult =>
  html`<div class="scroller" tabindex="0" role="region" aria-label=${applications.matrix}>
      <table class="matrix">
        <caption class="sr-only">${applications.matrix}</caption>
        <thead>
          <tr>
            <th scope="col">${applications.classification}</th>
            ${columns.map((column) => html`<th scope="col">${applications.operations[column]}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${classifications.map(
            (classification) =>
              html`<tr>
                <th scope="row">${classification}</th>
                ${columns.map((column) => {
                  const cell = cellOf(held, classification, column);
                  const name = column.startsWith('read:') ? applications.reading[cell] : applications.doing[cell];
                  return html`<td><i class="cell ${cell}" title=${name}></i><span class="sr-only">${name}</span></td>`;
                })}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="row wrap soft">
      ${(['full', 'half', 'none'] as const).map(
        (cell) =>
          html`<span class="row legend"><i class="cell ${cell}" aria-hidden="true"></i>${applications.reading[cell]}</span>`,
      )}
    </p>`;
