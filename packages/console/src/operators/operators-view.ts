import type { ConsoleOperator } from '@tessera/contract/console';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { pathOf } from '../address.ts';
import { can, type Session } from '../api/session.ts';
import { fetching } from '../parts/fetched.ts';
import { whenFetched } from '../parts/states.ts';
import { timeOf } from '../parts/time.ts';
import type { OpenView } from '../scene.ts';
import { inviteForm } from './invite-form.ts';

/** Whether the reader may look further into a person: those of all tenants are for people of all tenants. */
const isInScope = ({ operator }: Session, { tenant_id: tenantId }: ConsoleOperator): boolean =>
  operator.tenant_id === null || operator.tenant_id === tenantId;

/** The people who may use the console. */
export const view: OpenView = (scene) => {
  const { words, call, signal, session, at, language } = scene;
  const { operators } = words;
  const found = fetching(scene, () => call<{ data: ConsoleOperator[] }>('GET', '/console/operators', { signal }));
  const invite = can(session, 'operators:manage') ? inviteForm(scene, found.again) : undefined;
  const tenants = new Map(session.tenants.map(({ id, name }) => [id, name]));

  const row = (operator: ConsoleOperator): TemplateResult => {
    const { id, name, role, tenant_id: tenantId, state, passkeys, created_at: made } = operator;
    return html`<tr>
      <th scope="row">
        ${isInScope(session, operator) ? html`<a href=${at(pathOf('/operators/{id}', { id }))}>${name}</a>` : html`<bdi>${name}</bdi>`}
        ${id === session.operator.id ? html`<span class="soft">${words.logs.you}</span>` : nothing}
      </th>
      <td><span class="tag kind" lang="en">${role}</span></td>
      <td>${tenantId === null ? operators.allTenants : (tenants.get(tenantId) ?? html`<code>${tenantId}</code>`)}</td>
      <td>${operators.states[state]}</td>
      <td class="number">${passkeys}</td>
      <td class="when">${timeOf(made, language)}</td>
    </tr>`;
  };
  const list = ({ data }: { data: ConsoleOperator[] }): TemplateResult => html`<div
    class="scroller"
    tabindex="0"
    role="region"
    aria-label=${operators.title}
  >
    <table>
      <thead>
        <tr>
          <th scope="col">${operators.name}</th>
          <th scope="col">${operators.role}</th>
          <th scope="col">${operators.scope}</th>
          <th scope="col">${operators.state}</th>
          <th scope="col">${words.account.passkeys}</th>
          <th scope="col">${operators.invited}</th>
        </tr>
      </thead>
      <tbody>${data.map(row)}</tbody>
    </table>
  </div>`;
  return {
    title: operators.title,
    draw: () => html`<p class="help">${operators.help}</p>
      ${invite ? html`<section class="sheet stack"><h2>${operators.inviteTitle}</h2>${invite()}</section>` : nothing}
      ${whenFetched(found.now, words, list)}`,
  };
};
