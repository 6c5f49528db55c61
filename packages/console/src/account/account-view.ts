import { html } from 'lit/html.js';
import { makePasskey } from '../api/passkeys.ts';
import { attempts } from '../parts/attempts.ts';
import { confirmByName } from '../parts/confirm-name.ts';
import { fetching } from '../parts/fetched.ts';
import { whenFetched } from '../parts/states.ts';
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
  const { words, call, signal, window, say } = scene;
  const { account } = words;
  const passkeys = fetching(scene, () => call<Passkeys>('GET', '/session/passkeys', { signal }));
  const sessions = fetching(scene, () => call<Sessions>('GET', '/session/list', { signal }));
  const changing = attempts(scene);

  const add = (event: Event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const name = String(new FormData(form).get('name') ?? '').trim();
    void changing.attempt(async () => {
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
    changing.attempt(async () => {
      await call('DELETE', `/session/list/${encodeURIComponent(id)}`);
      sessions.again();
    });

  return {
    title: account.title,
    draw: () => html`${changing.note()}
      <section class="sheet stack">
        <h2>${account.passkeys}</h2>
        <p class="help">${account.passkeysText}</p>
        ${whenFetched(passkeys.now, words, ({ data }) => passkeyTable(data, scene, remove))}
        <form class="filters" @submit=${add}>
          <label class="field"><span>${account.newName}</span><input name="name" maxlength="100" autocomplete="off" placeholder=${words.enrol.namePlaceholder} /></label>
          <button class="button" ?disabled=${changing.busy}>${account.add}</button>
        </form>
      </section>
      <section class="sheet stack">
        <h2>${account.sessions}</h2>
        <p class="help">${account.sessionsText}</p>
        ${whenFetched(sessions.now, words, ({ data }) => sessionTable(data, scene, { run: end, busy: changing.busy }))}
      </section>`,
  };
};
