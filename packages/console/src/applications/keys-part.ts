import type { Application, ApplicationKey } from '@tessera/client';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { may } from '../api/session.ts';
import { confirmByName } from '../parts/confirm-name.ts';
import { fetching } from '../parts/fetched.ts';
import { problemNote, whenFetched } from '../parts/states.ts';
import { timeOf } from '../parts/time.ts';
import type { Scene } from '../scene.ts';
import { showKey } from './show-key.ts';

/** The most keys of one application. */
const mostKeys = 3;

/** The keys of an application, and how one is replaced without a gap: a new one is made, put in place, and the old one deleted. */
export const keysPart = (
  scene: Scene,
  application: Pick<Application, 'id'>,
  nameNow: () => string,
): (() => TemplateResult) => {
  const { words, vault, signal, session, language, redraw } = scene;
  const keys = fetching(scene, () => vault.applicationKeys.list(application.id, { signal }));
  let error: Error | undefined;
  let busy = false;

  const make = async () => {
    if (busy) return;
    busy = true;
    error = undefined;
    redraw();
    try {
      const { key } = await vault.applicationKeys.create(application.id, {});
      keys.again();
      if (key !== undefined) showKey(scene, key);
    } catch (thrown) {
      error = thrown instanceof Error ? thrown : new Error(String(thrown));
    }
    busy = false;
    redraw();
  };
  const remove = (key: ApplicationKey) =>
    confirmByName(scene, {
      title: words.applications.deleteKey,
      text: words.applications.deleteKeyText,
      name: nameNow(),
      action: words.actions.delete,
      run: async () => {
        await vault.applicationKeys.delete(application.id, key.id);
        keys.again();
      },
    });
  const row = (key: ApplicationKey): TemplateResult => html`<tr>
    <td><code>${key.id}</code></td>
    <td class="when">${timeOf(key.createdAt, language)}</td>
    <td class="when">${key.lastUsedAt === undefined ? words.account.never : timeOf(key.lastUsedAt, language)}</td>
    <td class="when">${key.expiresAt === undefined ? words.applications.never : timeOf(key.expiresAt, language)}</td>
    <td>
      ${
        may(session, 'application:delete')
          ? html`<button type="button" class="button small danger" @click=${() => remove(key)}>${words.applications.deleteKey} …</button>`
          : nothing
      }
    </td>
  </tr>`;
  return () => html`<p class="help">${words.applications.rotateText}</p>
    ${whenFetched(
      keys.now,
      words,
      (list) => html`${
        list.length === 0
          ? html`<p class="soft">${words.applications.noKeys}</p>`
          : html`<div class="scroller" tabindex="0" role="region" aria-label=${words.applications.keys}>
              <table>
                <thead>
                  <tr>
                    <th scope="col">${words.tokens.id}</th>
                    <th scope="col">${words.tokens.created}</th>
                    <th scope="col">${words.account.used}</th>
                    <th scope="col">${words.tokens.expires}</th>
                    <th scope="col"><span class="sr-only">${words.palette.action}</span></th>
                  </tr>
                </thead>
                <tbody>${list.map(row)}</tbody>
              </table>
            </div>`
      }
      ${
        may(session, 'application:create')
          ? html`<p class="row wrap">
              <button type="button" class="button" aria-disabled=${busy || list.length >= mostKeys} @click=${() => list.length < mostKeys && make()}>${words.applications.makeKey}</button>
              ${list.length >= mostKeys ? html`<span class="soft">${words.applications.mostKeys(mostKeys)}</span>` : nothing}
            </p>`
          : nothing
      }`,
    )}
    ${error ? problemNote(error, words) : nothing}`;
};
