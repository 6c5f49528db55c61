import type { StoredProxy } from '@tessera/client';
import { keyed } from 'lit/directives/keyed.js';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { withQuery } from '../address.ts';
import { may } from '../api/session.ts';
import { confirmByName } from '../parts/confirm-name.ts';
import { copyable } from '../parts/copyable.ts';
import { fetching } from '../parts/fetched.ts';
import { whenFetched } from '../parts/states.ts';
import { timeOf } from '../parts/time.ts';
import type { OpenView } from '../scene.ts';
import { callsOf } from './calls.ts';
import { proxyForm } from './proxy-form.ts';

/** A stored proxy: how it is called, where it leads, and what is done on the way. */
export const view: OpenView = (scene) => {
  const { words, vault, signal, params, session, at, language } = scene;
  const { proxies } = words;
  const id = params.id ?? '';
  const address = session.vault_url ?? 'https://vault.example';
  let form: (() => TemplateResult) | undefined;

  const found = fetching(scene, async () => {
    const proxy = await vault.proxies.retrieve(id, { signal });
    form = may(session, 'proxy:update')
      ? proxyForm(scene, {
          ...{ proxy, action: words.actions.save },
          save: async ({ application, ...wanted }) => {
            await vault.proxies.patch(id, { ...wanted, application: application ?? null });
            found.again();
            scene.say(words.applications.saved);
          },
        })
      : undefined;
    return proxy;
  });
  const remove = ({ name }: StoredProxy) =>
    confirmByName(scene, {
      title: proxies.deleteTitle,
      text: proxies.deleteText,
      name,
      action: words.actions.delete,
      run: async () => {
        await vault.proxies.delete(id);
        scene.go(at('/proxies'), { replace: true });
        scene.say(proxies.deleted);
      },
    });
  const calls = (proxy: StoredProxy): TemplateResult => html`<section class="sheet stack" aria-label=${proxies.calls}>
    <h2>${proxies.calls}</h2>
    <dl class="facts">
      <div><dt>${proxies.address}</dt><dd>${copyable(`${address}/proxy`, scene, `${words.actions.copy} ${proxies.address}`)}</dd></div>
      <div><dt>${proxies.key}</dt><dd>${copyable(proxy.key, scene, `${words.actions.copy} ${proxies.key}`)}</dd></div>
    </dl>
    <p class="help">${proxy.requireAuth ? proxies.keyText : proxies.openText}</p>
    ${callsOf(proxy, address).map(
      ({ name, code }) => html`<h3>${name}</h3>
        <pre class="value" dir="ltr" tabindex="0" role="region" aria-label=${name}><code>${code}</code></pre>`,
    )}
  </section>`;
  const draw = (
    proxy: StoredProxy,
  ): TemplateResult => html`<p class="row wrap"><b>${proxy.name}</b> ${copyable(id, scene)}</p>
    <p class="soft">
      ${words.tokens.created} ${timeOf(proxy.createdAt, language)}
      ${proxy.modifiedAt === undefined ? nothing : html`· ${words.tokens.modified} ${timeOf(proxy.modifiedAt, language)}`}
      ${may(session, 'log:read') ? html`· <a href=${withQuery(at('/logs'), { entity_id: id })}>${words.reactors.changes}</a>` : nothing}
    </p>
    ${keyed(form, form?.())} ${calls(proxy)}
    ${
      may(session, 'proxy:delete')
        ? html`<p class="row end"><button type="button" class="button danger" @click=${() => remove(proxy)}>${proxies.delete}</button></p>`
        : nothing
    }`;
  return { title: proxies.one, draw: () => whenFetched(found.now, words, draw) };
};
