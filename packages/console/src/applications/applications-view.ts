import type { Application, PaginatedList } from '@tessera/client';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { pathOf, withQuery } from '../address.ts';
import { may } from '../api/session.ts';
import { fetching } from '../parts/fetched.ts';
import { emptyState, whenFetched } from '../parts/states.ts';
import { timeOf } from '../parts/time.ts';
import type { OpenView } from '../scene.ts';

/** The applications of a tenant: each is a set of API keys and what they may do. */
export const view: OpenView = (scene) => {
  const { words, vault, query, signal, session, at, language } = scene;
  const start = query.get('start') ?? undefined;
  const page = fetching(scene, () =>
    vault.applications.list({ size: 50, ...(start !== undefined && { start }) }, { signal }),
  );
  const create = may(session, 'application:create')
    ? html`<a class="button primary" href=${at('/new-application')}>${words.applications.create}</a>`
    : nothing;

  /** When any of the keys was used last. */
  const lastUse = (keys: NonNullable<Application['keys']>) => {
    const times = keys.flatMap(({ lastUsedAt }) => lastUsedAt ?? []).sort();
    return times.length === 0 ? words.account.never : timeOf(times.at(-1), language);
  };
  const row = ({
    id,
    name,
    type,
    keys = [],
    rules = [],
    permissions,
    createdAt,
  }: Application): TemplateResult => html`<tr>
    <th scope="row"><a href=${at(pathOf('/applications/{id}', { id }))}>${name}</a></th>
    <td><span class="tag kind">${type}</span></td>
    <td>${rules.length > 0 ? words.applications.ruleCount(rules.length) : words.applications.permissionCount(permissions.length)}</td>
    <td>${keys.length}</td>
    <td class="when">${lastUse(keys)}</td>
    <td class="when">${timeOf(createdAt, language)}</td>
  </tr>`;

  const list = ({ data, pagination }: PaginatedList<Application>): TemplateResult => {
    if (data.length === 0) return emptyState(words.applications.none, words.applications.noneText);
    const { after } = pagination;
    return html`<div class="scroller" tabindex="0" role="region" aria-label=${words.applications.title}>
        <table>
          <thead>
            <tr>
              <th scope="col">${words.applications.name}</th>
              <th scope="col">${words.applications.type}</th>
              <th scope="col">${words.applications.access}</th>
              <th scope="col">${words.applications.keys}</th>
              <th scope="col">${words.account.used}</th>
              <th scope="col">${words.tokens.created}</th>
            </tr>
          </thead>
          <tbody>${data.map(row)}</tbody>
        </table>
      </div>
      <nav class="pager" aria-label=${words.states.pages}>
        ${start === undefined ? nothing : html`<a class="button" href=${at('/applications')}>${words.states.first}</a>`}
        <span class="soft">${words.shell.shown(data.length)}</span>
        ${after === undefined ? html`<span class="soft">${words.states.end}</span>` : html`<a class="button" rel="next" href=${withQuery(at('/applications'), { start: after })}>${words.states.next}</a>`}
      </nav>`;
  };
  return {
    title: words.applications.title,
    draw: () => html`<p class="row wrap"><span class="help">${words.applications.help}</span> ${create}</p>
      ${whenFetched(page.now, words, list)}`,
  };
};
