import type { Answer } from '@tessera/contract';
import type { ConsolePageOrigin, consoleContract } from '@tessera/contract/console';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { pathOf } from '../address.ts';
import { can } from '../api/session.ts';
import { attempts } from '../parts/attempts.ts';
import { confirmByName } from '../parts/confirm-name.ts';
import { fetching } from '../parts/fetched.ts';
import { whenFetched } from '../parts/states.ts';
import { timeOf } from '../parts/time.ts';
import type { Scene } from '../scene.ts';

type PageOrigins = Answer<typeof consoleContract.pageOrigins.list>;

/** The pages that may embed fields of a tenant, which administrators add and remove. */
export const pageOrigins = (scene: Scene, tenant: string): (() => TemplateResult) => {
  const { words, call, signal, session, language, say } = scene;
  const { pages } = words;
  const found = fetching(scene, () => call<PageOrigins>('GET', '/console/page-origins', { tenant, signal }));
  const adding = attempts(scene);
  const mayRemove = can(session, 'origins:manage');

  const add = (event: Event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const origin = String(new FormData(form).get('origin') ?? '').trim();
    void adding.attempt(async () => {
      await call('POST', '/console/page-origins', { tenant, body: { origin } });
      form.reset();
      found.again();
      say(pages.added);
    });
  };
  const remove = ({ id, origin }: ConsolePageOrigin) =>
    confirmByName(scene, {
      ...{ title: pages.removeTitle, text: pages.removeText, name: origin, action: words.account.remove },
      run: async () => {
        await call('DELETE', pathOf('/console/page-origins/{id}', { id }), { tenant });
        found.again();
        say(pages.removed);
      },
    });

  const row = (page: ConsolePageOrigin): TemplateResult => html`<tr>
    <th scope="row">
      <code dir="ltr">${page.origin}</code>
      ${page.in_effect ? nothing : html`<br /><span class="soft">${pages.overruled}</span>`}
    </th>
    <td class="when">${timeOf(page.added_at, language)}</td>
    <td>
      ${
        mayRemove
          ? html`<button type="button" class="button small danger" aria-label="${words.account.remove}: ${page.origin}" @click=${() => remove(page)}>${words.account.remove} …</button>`
          : nothing
      }
    </td>
  </tr>`;
  const table = (
    data: PageOrigins['data'],
  ): TemplateResult => html`<div class="scroller" tabindex="0" role="region" aria-label=${pages.listed}>
    <table>
      <thead>
        <tr>
          <th scope="col">${pages.page}</th>
          <th scope="col">${pages.addedAt}</th>
          <th scope="col"><span class="sr-only">${words.palette.action}</span></th>
        </tr>
      </thead>
      <tbody>${data.map(row)}</tbody>
    </table>
  </div>`;
  const form = html`<form class="filters" @submit=${add}>
    <label class="field grow">
      <span>${pages.newPage}</span>
      <input name="origin" type="url" inputmode="url" required maxlength="255" autocomplete="off" spellcheck="false" dir="ltr" placeholder="https://shop.example" />
    </label>
    <button class="button">${pages.add}</button>
  </form>`;
  const draw = ({ setting, data, may_add: mayAdd }: PageOrigins): TemplateResult => html`${
    setting.length + data.length === 0 ? html`<p class="soft">${pages.none}</p>` : nothing
  }
    ${data.length === 0 ? nothing : table(data)}
    ${mayAdd ? html`${form} ${adding.note()}` : html`<p class="help">${pages.whoAdds}</p>`}
    <p class="help">${pages.help}</p>
    ${
      setting.length === 0
        ? nothing
        : html`<p>${pages.setting}</p>
            <ul class="tags" aria-label=${pages.setting}>${setting.map((origin) => html`<li><code class="tag" dir="ltr">${origin}</code></li>`)}</ul>`
    }
    <p class="help">${pages.settingText} <code dir="ltr">--allowed-origins https://shop.example=${tenant}</code></p>`;

  return () => html`<section class="sheet stack" tabindex="-1" aria-label=${pages.title}>
    <h2>${pages.title}</h2>
    ${whenFetched(found.now, words, draw)}
  </section>`;
};
