import { html, nothing } from 'lit/html.js';
import { makePasskey, PasskeyError } from '../api/passkeys.ts';
import { confirmByName } from '../parts/confirm-name.ts';
import { fetching } from '../parts/fetched.ts';
import { problemNote, whenFetched } from '../parts/states.ts';
import type { OpenView } from '../scene.ts';
import {
  type Passkey,
  type Passkeys,
  passkeyTable,
  type SessionEntry,
  type Sessions,
  sessionTable,
} from './sign-in-tables.ts';

/** The operator's own passkeys and sessions. */
export const view: OpenView = (scene) => {
  const { words, call, signal, redraw, window, say } = scene;
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
  return {
    title: account.title,
    draw: () => html`${note()}
      <section class="sheet stack">
        <h2>${account.passkeys}</h2>
        <p class="help">${account.passkeysText}</p>
        ${whenFetched(passkeys.now, words, ({ data }) => passkeyTable(data, scene, remove))}
        <form class="filters" @submit=${add}>
          <label class="field"><span>${account.newName}</span><input name="name" maxlength="100" autocomplete="off" placeholder=${words.enrol.namePlaceholder} /></label>
          <button class="button" ?disabled=${busy}>${account.add}</button>
        </form>
      </section>
      <section class="sheet stack">
        <h2>${account.sessions}</h2>
        <p class="help">${account.sessionsText}</p>
        ${whenFetched(sessions.now, words, ({ data }) => sessionTable(data, scene, { run: end, busy }))}
      </section>`,
  };
};
