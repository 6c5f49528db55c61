import type { Answer } from '@tessera/contract';
import type { ConsoleTenant, consoleContract } from '@tessera/contract/console';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { pathOf } from '../address.ts';
import { fetching } from '../parts/fetched.ts';
import { emptyState, whenFetched } from '../parts/states.ts';
import { timeOf } from '../parts/time.ts';
import type { OpenView } from '../scene.ts';
import { newTenant } from './new-tenant.ts';

/** What the server says of the tenants in scope. */
export type Tenants = Answer<typeof consoleContract.tenants.list>;

/** The tenants of the vault: each has its own keys, tokens and applications. */
export const view: OpenView = (scene) => {
  const { words, call, signal, at, language } = scene;
  const { tenants } = words;
  const found = fetching(scene, () => call<Tenants>('GET', '/console/tenants', { signal }));
  const create = newTenant(scene, () => found.again());
  const number = (value: number) => new Intl.NumberFormat(language).format(value);

  const row = (tenant: ConsoleTenant): TemplateResult => html`<tr>
    <th scope="row">
      <a href=${at(pathOf('/tenants/{id}', { id: tenant.id }))}>${tenant.name}</a>
      ${tenant.test_mode ? html`<span class="tag kind">${tenants.testMode}</span>` : nothing}
    </th>
    <td class="number">${number(tenant.tokens)}</td>
    <td class="number">${number(tenant.active_this_month)}</td>
    <td class="number">${number(tenant.applications)}</td>
    <td class="when">${timeOf(tenant.created_at, language)}</td>
  </tr>`;
  const list = ({ data }: Tenants): TemplateResult =>
    data.length === 0
      ? emptyState(tenants.none, tenants.noneText)
      : html`<div class="scroller" tabindex="0" role="region" aria-label=${tenants.title}>
          <table>
            <thead>
              <tr>
                <th scope="col">${tenants.name}</th>
                <th scope="col">${words.overview.total}</th>
                <th scope="col">${words.overview.active}</th>
                <th scope="col">${words.applications.title}</th>
                <th scope="col">${words.tokens.created}</th>
              </tr>
            </thead>
            <tbody>${data.map(row)}</tbody>
          </table>
        </div>`;
  return {
    title: tenants.title,
    draw: () => html`<p class="help">${tenants.help}</p>
      ${whenFetched(found.now, words, (value) => html`${list(value)}${value.may_create ? create(value) : nothing}`)}`,
  };
};
