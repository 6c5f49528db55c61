import type { Answer } from '@tessera/contract';
import type { consoleContract } from '@tessera/contract/console';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { makePasskey, PasskeyError } from '../api/passkeys.ts';
import { confirmByName } from '../parts/confirm-name.ts';
import { fetching } from '../parts/fetched.ts';
import { problemNote, whenFetched } from '../parts/states.ts';
import { timeOf } from '../parts/time.ts';
import type { OpenView } from '../scene.ts';

type Passkeys = Answer<typeof consoleContract.session.listPasskeys>;
type Passkey = Passkeys['data'][number];
type Sessions = Answer<typeof consoleContract.session.list>;
type SessionEntry = Sessions['data'][number];

/** The operator's own passkeys and sessions. */
export const view: OpenView = (scene) => {
  const { words, call, signal, language, redraw, window, say } = scene;
  const { account } = words;
  const passkeys = fetching(scene, () => call<Passkeys>('GET', '/session/passkeys', { signal }));
  const sessions = fetching(scene, () => call<Sessions>('GET', '/session/list', { signal }));
  let busy = false;
  let error: Error | undefined;

  const attempt = async (run: () => Promise<void>) => {
    if (busy) return;
    busy = true;
    error = undefined;
    redraw();
    try {
      await run();
    } catch (thrown) {
      error = thrown instanceof Error ? thrown : new Error(String(thrown));
    }
    busy = false;
    redraw();
  };
  const add = (event: Event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const name = String(new FormData(form).get('name') ?? '').trim();
    void attempt(async () => {
      const options = await call<PublicKeyCredentialCreationOptionsJSON>('POST', '/session/passkeys/options');
      const response = await makePasskey(window, options);
      await call('POST', '/session/passkeys', { body: { response, ...(name && { name }) } });
      form.reset();
      passkeys.again();
      say(account.added);
    });
  };
  const remove = ({ id, name }: Passkey) =>
    confirmByName(scene, {
      title: account.removeTitle,
      text: account.removeText,
      name,
      action: account.remove,
      run: async () => {
        await call('DELETE', `/session/passkeys/${encodeURIComponent(id)}`);
        passkeys.again();
      },
    });
  const end = ({ id }: SessionEntry) =>
    attempt(async () => {
      await call('DELETE', `/session/list/${encodeURIComponent(id)}`);
      sessions.again();
    });

  const note = () => {
    if (error === undefined) return nothing;
    if (error instanceof PasskeyError)
      return html`<p class="note wrong" role="alert">${words.signIn[error.reason]}</p>`;
    return problemNote(error, words);
  };
  const passkeyTable = ({
    data,
  }: Passkeys): TemplateResult => html`<div class="scroller" tabindex="0" role="region" aria-label=${account.passkeys}>
    <table>
      <thead>
        <tr>
          <th scope="col">${account.name}</th>
          <th scope="col">${account.made}</th>
          <th scope="col">${account.used}</th>
          <th scope="col"><span class="sr-only">${words.palette.action}</span></th>
        </tr>
      </thead>
      <tbody>
        ${data.map(
          (passkey) => html`<tr>
            <th scope="row">${passkey.name} ${passkey.synced ? html`<span class="tag">${account.synced}</span>` : nothing}</th>
            <td class="when">${timeOf(passkey.created_at, language)}</td>
            <td class="when">${passkey.last_used_at === null ? account.never : timeOf(passkey.last_used_at, language)}</td>
            <td>${data.length > 1 ? html`<button type="button" class="button small danger" @click=${() => remove(passkey)}>${account.remove} …</button>` : nothing}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
  const sessionTable = ({
    data,
  }: Sessions): TemplateResult => html`<div class="scroller" tabindex="0" role="region" aria-label=${account.sessions}>
    <table>
      <thead>
        <tr>
          <th scope="col">${account.address}</th>
          <th scope="col">${account.by}</th>
          <th scope="col">${account.since}</th>
          <th scope="col">${account.used}</th>
          <th scope="col"><span class="sr-only">${words.palette.action}</span></th>
        </tr>
      </thead>
      <tbody>
        ${data.map(
          (entry) => html`<tr>
            <th scope="row"><code>${entry.address}</code></th>
            <td>${entry.passkey}</td>
            <td class="when">${timeOf(entry.created_at, language)}</td>
            <td class="when">${timeOf(entry.last_used_at, language)}</td>
            <td>
              ${
                entry.current
                  ? html`<span class="tag kind">${account.current}</span>`
                  : html`<button type="button" class="button small" ?disabled=${busy} @click=${() => end(entry)}>${account.end}</button>`
              }
            </td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
  return {
    title: account.title,
    draw: () => html`${note()}
      <section class="sheet stack">
        <h2>${account.passkeys}</h2>
        <p class="help">${account.passkeysText}</p>
        ${whenFetched(passkeys.now, words, passkeyTable)}
        <form class="filters" @submit=${add}>
          <label class="field"><span>${account.newName}</span><input name="name" maxlength="100" autocomplete="off" placeholder=${words.enrol.namePlaceholder} /></label>
          <button class="button" ?disabled=${busy}>${account.add}</button>
        </form>
      </section>
      <section class="sheet stack">
        <h2>${account.sessions}</h2>
        <p class="help">${account.sessionsText}</p>
        ${whenFetched(sessions.now, words, sessionTable)}
      </section>`,
  };
};
