import type { ConsoleTenant } from '@tessera/contract/console';
import { html, type TemplateResult } from 'lit/html.js';
import { pathOf } from '../address.ts';
import { askToDeleteButton } from '../approvals/ask-approval.ts';
import { pageOrigins } from '../embed/page-origins.ts';
import { attempts } from '../parts/attempts.ts';
import { confirmByName } from '../parts/confirm-name.ts';
import { copyable } from '../parts/copyable.ts';
import { fetching } from '../parts/fetched.ts';
import { problemNote, whenFetched } from '../parts/states.ts';
import { timeOf } from '../parts/time.ts';
import { inTenant } from '../places.ts';
import type { OpenView } from '../scene.ts';
import { quotaFields, readQuota } from './quota-fields.ts';
import type { Tenants } from './tenants-view.ts';

/** A tenant: its settings, the pages that may embed its fields, what it may store, and its end. */
export const view: OpenView = (scene) => {
  const { words, call, signal, params, language } = scene;
  const { tenants } = words;
  const id = params.id ?? '';
  const found = fetching(scene, () => call<Tenants>('GET', '/console/tenants', { signal }));
  const saving = attempts(scene);
  const limiting = attempts(scene);
  const origins = pageOrigins(scene, id);
  const number = (value: number) => new Intl.NumberFormat(language).format(value);

  const save = (event: Event) => {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const name = String(data.get('name') ?? '').trim();
    const body = { name, settings: { deduplicate_tokens: data.has('deduplicate_tokens') } };
    void saving.attempt(async () => {
      await call('PUT', '/api/tenants/self', { tenant: id, body });
      found.again();
      await scene.renewSession();
      scene.say(words.applications.saved);
    });
  };
  const limit = (event: Event) => {
    event.preventDefault();
    const body = readQuota(new FormData(event.target as HTMLFormElement));
    void limiting.attempt(async () => {
      await call('PUT', pathOf('/console/tenants/{id}/quota', { id }), { body });
      found.again();
      scene.say(words.applications.saved);
    });
  };
  const remove = ({ name, tokens, applications }: ConsoleTenant) =>
    confirmByName(scene, {
      title: tenants.deleteTitle,
      text: tenants.deleteText(number(tokens), number(applications)),
      name,
      action: words.actions.delete,
      run: async () => {
        await call('DELETE', '/api/tenants/self', { tenant: id });
        await scene.renewSession();
        scene.go('/', { replace: true });
        scene.say(tenants.deleted);
      },
    });

  const facts = (tenant: ConsoleTenant): TemplateResult => html`<dl class="facts">
    <div><dt>${words.tokens.id}</dt><dd>${copyable(id, scene)}</dd></div>
    <div><dt>${words.tokens.created}</dt><dd>${timeOf(tenant.created_at, language)}</dd></div>
    <div><dt>${tenants.testMode}</dt><dd>${tenant.test_mode ? tenants.inTestMode : tenants.notInTestMode}</dd></div>
    <div><dt>${words.overview.total}</dt><dd>${number(tenant.tokens)}</dd></div>
    <div><dt>${words.overview.active}</dt><dd>${number(tenant.active_this_month)}</dd></div>
    <div><dt>${words.applications.title}</dt><dd>${number(tenant.applications)}</dd></div>
  </dl>`;
  const quota = (tenant: ConsoleTenant, mayChange: boolean): TemplateResult => {
    if (mayChange)
      return html`<form class="filters" @submit=${limit}>
        ${quotaFields(words, tenant)} <button class="button" aria-disabled=${limiting.busy}>${words.actions.save}</button>
      </form>`;
    const shown = (value: number | null) => (value === null ? tenants.asAll : number(value));
    return html`<dl class="facts">
      <div><dt>${tenants.tokensADay}</dt><dd>${shown(tenant.tokens_a_day)}</dd></div>
      <div><dt>${tenants.megabytesADay}</dt><dd>${shown(tenant.megabytes_a_day)}</dd></div>
    </dl>`;
  };
  const draw = ({ data, may_create: mayChange }: Tenants): TemplateResult => {
    const tenant = data.find((each) => each.id === id);
    if (!tenant) return problemNote(new Error(words.shell.noTenant), words);
    return html`<section class="sheet stack">
        <h2>${tenant.name}</h2>
        ${facts(tenant)}
        <p><a href=${inTenant(id, '/overview')}>${tenants.lookInto}</a></p>
      </section>
      <section class="sheet stack">
        <h2>${tenants.settings}</h2>
        <form class="stack" @submit=${save}>
          <label class="field narrow"><span>${tenants.name}</span><input name="name" required maxlength="200" .value=${tenant.name} /></label>
          <label class="check">
            <input type="checkbox" name="deduplicate_tokens" .checked=${tenant.deduplicate_tokens} />
            <span>${tenants.deduplicate}</span>
          </label>
          ${saving.note()}
          <div class="row"><button class="button" aria-disabled=${saving.busy}>${words.actions.save}</button></div>
        </form>
      </section>
      ${origins()}
      <section class="sheet stack">
        <h2>${tenants.quota}</h2>
        <p class="help">${tenants.quotaText}</p>
        ${quota(tenant, mayChange)} ${limiting.note()}
      </section>
      <p class="row end">
        ${askToDeleteButton(scene, id, () => scene.go(inTenant(id, '/approvals')))}
        <button type="button" class="button danger" @click=${() => remove(tenant)}>${tenants.delete}</button>
      </p>`;
  };
  return { title: tenants.one, draw: () => whenFetched(found.now, words, draw) };
};
