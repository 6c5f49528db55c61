import type { TenantUsageReport } from '@tessera/client';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { withQuery } from '../address.ts';
import { may } from '../api/session.ts';
import { fetching } from '../parts/fetched.ts';
import { emptyState, whenFetched } from '../parts/states.ts';
import { timeOf } from '../parts/time.ts';
import type { OpenView } from '../scene.ts';

/** The usage of a tenant: how many tokens there are, of which types, and how many were active this month. */
export const view: OpenView = (scene) => {
  const { words, vault, signal, language, session, at } = scene;
  const { overview } = words;
  const report = fetching(scene, () => vault.tenants.retrieveUsageReport({ signal }));
  const number = (value: number) => new Intl.NumberFormat(language).format(value);

  const figure = (name: string, value: string, note?: string): TemplateResult => html`<div class="sheet figure">
    <dt>${name}</dt>
    <dd>${value} ${note ? html`<small>${note}</small>` : nothing}</dd>
  </div>`;

  const types = ({ tokenReport }: TenantUsageReport): TemplateResult => {
    const rows = Object.entries(tokenReport.metricsByType)
      .flatMap(([name, metrics]) => (metrics && metrics.count > 0 ? [{ type: snakeCase(name), ...metrics }] : []))
      .sort((a, b) => b.count - a.count);
    if (rows.length === 0) return emptyState(words.tokens.none, words.tokens.noneText);
    const most = rows[0]?.count ?? 1;
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
          ${rows.map(
            ({ type, count, lastCreatedAt }) => html`<tr>
              <th scope="row">${link(type)}</th>
              <td class="number">${number(count)}</td>
              <td class="bar-cell">
                <svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect width=${(100 * count) / most} height="8" rx="2" /></svg>
              </td>
              <td class="when">${timeOf(lastCreatedAt, language)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  };

  const draw = (value: TenantUsageReport): TemplateResult => {
    const { totalTokens, monthlyActiveTokens, includedMonthlyActiveTokens: included } = value.tokenReport;
    const of = included > 0 ? overview.included(number(included)) : undefined;
    return html`<dl class="figures">
        ${figure(overview.total, number(totalTokens))} ${figure(overview.active, number(monthlyActiveTokens), of)}
      </dl>
      <section class="sheet"><h2>${overview.byType}</h2>${types(value)}</section>`;
  };
  return { title: overview.title, draw: () => whenFetched(report.now, words, draw) };
};

/** The name of a type as it is searched for: `card_number` for `cardNumber`. */
const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
