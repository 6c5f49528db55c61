import type { PaginatedList, Reactor } from '@tessera/client';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { pathOf } from '../address.ts';
import { may } from '../api/session.ts';
import { fetching } from '../parts/fetched.ts';
import { pagedTable } from '../parts/paged-table.ts';
import { emptyState, whenFetched } from '../parts/states.ts';
import { timeOf } from '../parts/time.ts';
import type { OpenView } from '../scene.ts';

/** The reactors of a tenant: code that runs inside the vault on the data of tokens. */
export const view: OpenView = (scene) => {
  const { words, vault, query, signal, session, at, language } = scene;
  const { reactors } = words;
  const start = query.get('start') ?? undefined;
  const page = fetching(scene, () =>
    vault.reactors.list({ size: 50, ...(start !== undefined && { start }) }, { signal }),
  );
  const create = may(session, 'reactor:create')
    ? html`<a class="button primary" href=${at('/new-reactor')}>${reactors.create}</a>`
    : nothing;
  const row = ({ id, name, formula, createdAt, modifiedAt }: Reactor): TemplateResult => html`<tr>
    <th scope="row"><a href=${at(pathOf('/reactors/{id}', { id }))}>${name}</a></th>
    <td>${formula ? html`<bdi>${formula.name}</bdi> <span class="tag">${formula.type}</span>` : reactors.ownCode}</td>
    <td class="when">${timeOf(createdAt, language)}</td>
    <td class="when">${timeOf(modifiedAt, language)}</td>
  </tr>`;
  const list = ({ data, pagination: { after } }: PaginatedList<Reactor>): TemplateResult =>
    data.length === 0
      ? emptyState(reactors.none, reactors.noneText, create)
      : pagedTable(scene, {
          ...{ label: reactors.title, path: '/reactors', rows: data.map(row), start, after },
          headings: [reactors.name, reactors.runs, words.tokens.created, words.tokens.modified],
        });
  return {
    title: reactors.title,
    draw: () => html`<p class="row wrap"><span class="help">${reactors.help}</span> ${create}</p>
      ${whenFetched(page.now, words, list)}`,
  };
};
