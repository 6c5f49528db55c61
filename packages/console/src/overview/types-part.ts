import type { ConsoleOverview } from '@tessera/contract/console';
import { html, type TemplateResult } from 'lit/html.js';
import { withQuery } from '../address.ts';
import { may } from '../api/session.ts';
import { emptyState } from '../parts/states.ts';
import { timeOf } from '../parts/time.ts';
import type { Scene } from '../scene.ts';

/** How many tokens there are of each type, the most frequent first. */
export const typesPart = ({ tokens }: ConsoleOverview, { words, language, session, at }: Scene): TemplateResult => {
  const { overview } = words;
  const [first] = tokens.by_type;
  if (!first) return emptyState(words.tokens.none, words.tokens.noneText);
  const number = (value: number) => new Intl.NumberFormat(language).format(value);
  const link = (type: string) =>
    may(session, 'token:search')
      ? html`<a href=${withQuery(at('/tokens'), { query: `type:${type}` })}><code>${type}</code></a>`
      : html`<code>${type}</code>`;
  return html`<div class="scroller" tabindex="0" role="region" aria-label=${overview.byType}>
    <table>
      <thead>
        <tr>
          <th scope="col">${words.tokens.type}</th>
          <th scope="col">${overview.count}</th>
          <th scope="col"><span class="sr-only">${overview.share}</span></th>
          <th scope="col">${overview.last}</th>
        </tr>
      </thead>
      <tbody>
        ${tokens.by_type.map(
          ({ type, count, last_created_at: last }) => html`<tr>
            <th scope="row">${link(type)}</th>
            <td class="number">${number(count)}</td>
            <td class="bar-cell">
              <svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect width=${(100 * count) / first.count} height="8" rx="2" /></svg>
            </td>
            <td class="when">${timeOf(last, language)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
};
