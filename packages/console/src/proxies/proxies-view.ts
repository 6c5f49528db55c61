import type { PaginatedList, StoredProxy } from '@tessera/client';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { pathOf } from '../address.ts';
import { may } from '../api/session.ts';
import { fetching } from '../parts/fetched.ts';
import { pagedTable } from '../parts/paged-table.ts';
import { emptyState, whenFetched } from '../parts/states.ts';
import { timeOf } from '../parts/time.ts';
import type { OpenView } from '../scene.ts';

/** The stored proxies of a tenant: where requests may go through the vault, and what is done to them. */
export const view: OpenView = (scene) => {
  const { words, vault, query, signal, session, at, language } = scene;
  const { proxies } = words;
  const start = query.get('start') ?? undefined;
  const page = fetching(scene, () =>
    vault.proxies.list({ size: 50, ...(start !== undefined && { start }) }, { signal }),
  );
  const create = may(session, 'proxy:create')
    ? html`<a class="button primary" href=${at('/new-proxy')}>${proxies.create}</a>`
    : nothing;
  const row = (proxy: StoredProxy): TemplateResult => html`<tr>
    <th scope="row"><a href=${at(pathOf('/proxies/{id}', { id: proxy.id }))}>${proxy.name}</a></th>
    <td><code>${proxy.destinationUrl}</code></td>
    <td>${proxy.requireAuth ? proxies.withKey : proxies.withoutKey}</td>
    <td class="when">${timeOf(proxy.createdAt, language)}</td>
    <td class="when">${timeOf(proxy.modifiedAt, language)}</td>
  </tr>`;
  const list = ({ data, pagination: { after } }: PaginatedList<StoredProxy>): TemplateResult =>
    data.length === 0
      ? emptyState(proxies.none, proxies.noneText, create)
      : pagedTable(scene, {
          ...{ label: proxies.title, path: '/proxies', rows: data.map(row), start, after },
          headings: [proxies.name, proxies.goesTo, proxies.calledBy, words.tokens.created, words.tokens.modified],
        });
  return {
    title: proxies.title,
    draw: () => html`<p class="row wrap"><span class="help">${proxies.help}</span> ${create}</p>
      ${whenFetched(page.now, words, list)}`,
  };
};
