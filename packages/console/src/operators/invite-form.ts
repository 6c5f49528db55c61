import type { RoleName } from '@tessera/contract/console';
import { html, type TemplateResult } from 'lit/html.js';
import { attempts } from '../parts/attempts.ts';
import type { Scene } from '../scene.ts';
import { type Invitation, showLink } from './show-link.ts';

/** Invites a person to the console. Whoever looks into one tenant invites to that one only. */
export const inviteForm = (scene: Scene, invited: () => void): (() => TemplateResult) => {
  const { words, call, session, tenant } = scene;
  const { operators } = words;
  const roles = Object.keys(operators.roles) as RoleName[];
  const isBound = session.operator.tenant_id !== null;
  const invitations = attempts(scene);
  let role: RoleName = 'viewer';

  const choose = (event: Event) => {
    role = (event.target as HTMLSelectElement).value as RoleName;
    scene.redraw();
  };
  const invite = (event: Event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const data = new FormData(form);
    const wanted = String(data.get('tenant') ?? tenant.id);
    const body = { name: String(data.get('name') ?? '').trim(), role, tenant_id: wanted === '' ? null : wanted };
    void invitations.attempt(async () => {
      const invitation = await call<Invitation>('POST', '/console/operators', { body });
      form.reset();
      role = 'viewer';
      invited();
      showLink(scene, invitation);
    });
  };
  return () => html`<form class="stack" @submit=${invite}>
    <div class="filters">
      <label class="field grow"><span>${operators.name}</span><input name="name" required maxlength="100" autocomplete="off" /></label>
      <label class="field">
        <span>${operators.role}</span>
        <select name="role" aria-describedby="role-job" @change=${choose}>
          ${roles.map((name) => html`<option value=${name} lang="en" ?selected=${name === role}>${name}</option>`)}
        </select>
      </label>
      ${
        isBound
          ? ''
          : html`<label class="field">
              <span>${operators.scope}</span>
              <select name="tenant">
                ${session.tenants.map(({ id, name }) => html`<option value=${id} ?selected=${id === tenant.id}>${name}</option>`)}
                <option value="">${operators.allTenants}</option>
              </select>
            </label>`
      }
      <button class="button primary" aria-disabled=${invitations.busy}>${operators.invite}</button>
    </div>
    <p id="role-job" class="help"><b lang="en">${role}</b> ${operators.roles[role]}</p>
    ${invitations.note()}
  </form>`;
};
