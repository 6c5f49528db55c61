import type { PaginatedList, ReactorFormula } from '@tessera/client';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { pathOf } from '../address.ts';
import { may } from '../api/session.ts';
import { fetching } from '../parts/fetched.ts';
import { pagedTable } from '../parts/paged-table.ts';
import { emptyState, whenFetched } from '../parts/states.ts';
import { timeOf } from '../parts/time.ts';
import type { OpenView } from '../scene.ts';

/** The formulas that reactors of a tenant may run: its own, and official ones. */
export const view: OpenView = (scene) => {
  const { words, vault, query, signal, session, at, language } = scene;
  const { formulas } = words;
  const start = query.get('start') ?? undefined;
  const page = fetching(scene, () =>
    vault.reactorFormulas.list({ size: 50, ...(start !== undefined && { start }) }, { signal }),
  );
  const create = may(session, 'reactor:create')
    ? html`<a class="button primary" href=${at('/new-formula')}>${formulas.create}</a>`
    : nothing;
  const row = (formula: ReactorFormula): TemplateResult => html`<tr>
    <th scope="row"><a href=${at(pathOf('/formulas/{id}', { id: formula.id }))}>${formula.name}</a></th>
    <td><span class="tag">${formulas.types[formula.type]}</span></td>
    <td><code>${formula.sourceTokenType}</code></td>
    <td class="when">${timeOf(formula.createdAt, language)}</td>
    <td class="when">${timeOf(formula.modifiedAt, language)}</td>
  </tr>`;
  const list = ({ data, pagination: { after } }: PaginatedList<ReactorFormula>): TemplateResult =>
    data.length === 0
      ? emptyState(formulas.none, formulas.noneText, create)
      : pagedTable(scene, {
          ...{ label: formulas.title, path: '/formulas', rows: data.map(row), start, after },
          headings: [formulas.name, formulas.type, formulas.source, words.tokens.created, words.tokens.modified],
        });
  return {
    title: formulas.title,
    draw: () => html`<p class="row wrap"><span class="help">${formulas.help}</span> ${create}</p>
      ${whenFetched(page.now, words, list)}`,
  };
};
