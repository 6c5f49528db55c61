import { BasisTheoryApiError } from '@tessera/client';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { pathOf } from '../address.ts';
import { makePasskey, signWithPasskey } from '../api/passkeys.ts';
import { attempts } from '../parts/attempts.ts';
import { confirmByName } from '../parts/confirm-name.ts';
import { fetching } from '../parts/fetched.ts';
import { whenFetched } from '../parts/states.ts';
import type { OpenView } from '../scene.ts';
import { goToProvider, type Ways } from '../sign-in/openid.ts';
import {
  type Identities,
  type Identity,
  identityTable,
  type Passkey,
  type Passkeys,
  passkeyTable,
  type SessionEntry,
  type Sessions,
  sessionTable,
} from './sign-in-tables.ts';

/** How an operator signs in. */
interface OwnWays {
  passkeys: Passkey[];
  identities: Identity[];
  /** What the OpenID provider is called, where there is one. */
  provider: string | undefined;
}

const needsProof = (thrown: unknown): boolean =>
  thrown instanceof BasisTheoryApiError && thrown.data?.type === 'fresh-sign-in-needed';

/** The operator's own passkeys, accounts at the OpenID provider, and sessions. */
export const view: OpenView = (scene) => {
  const { words, call, signal, window, say } = scene;
  const { account, openId } = words;
  const ways = fetching(scene, async (): Promise<OwnWays> => {
    const [passkeys, identities, { openid }] = await Promise.all([
      call<Passkeys>('GET', '/session/passkeys', { signal }),
      call<Identities>('GET', '/session/identities', { signal }),
      call<Ways>('GET', '/session/ways', { signal }),
    ]);
    return { passkeys: passkeys.data, identities: identities.data, provider: openid?.name };
  });
  const sessions = fetching(scene, () => call<Sessions>('GET', '/session/list', { signal }));
  const changing = attempts(scene);
  let asksProof = false;

  const add = (hasPasskey: boolean) => (event: Event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const name = String(new FormData(form).get('name') ?? '').trim();
    void changing.attempt(async () => {
      try {
        const touch = hasPasskey
          ? await signWithPasskey(window, await call('POST', '/session/passkeys/touch'))
          : undefined;
        const options = await call<PublicKeyCredentialCreationOptionsJSON>('POST', '/session/passkeys/options', {
          body: { touch },
        });
        const response = await makePasskey(window, options);
        await call('POST', '/session/passkeys', { body: { response, ...(name && { name }) } });
      } catch (thrown) {
        if (!needsProof(thrown)) throw thrown;
        asksProof = true;
        return;
      }
      form.reset();
      ways.again();
      say(account.added);
    });
  };
  const link = () =>
    changing.attempt(async () => {
      const options = await call<PublicKeyCredentialRequestOptionsJSON>('POST', '/session/identities/touch');
      await goToProvider(scene, { touch: await signWithPasskey(window, options) });
    });
  const proveAgain = () => changing.attempt(() => goToProvider(scene, { fresh: true }));
  const remove = (title: string, text: string, path: string, name: string) =>
    confirmByName(scene, {
      ...{ title, text, name, action: account.remove },
      run: async () => {
        await call('DELETE', path);
        ways.again();
      },
    });
  const removePasskey = ({ id, name }: Passkey) =>
    remove(account.removeTitle, account.removeText, pathOf('/session/passkeys/{id}', { id }), name);
  const removeIdentity = ({ id, name }: Identity) =>
    remove(openId.removeTitle, openId.removeText, pathOf('/session/identities/{id}', { id }), name);
  const end = ({ id }: SessionEntry) =>
    changing.attempt(async () => {
      await call('DELETE', `/session/list/${encodeURIComponent(id)}`);
      sessions.again();
    });

  const adding = ({ provider, passkeys }: OwnWays): TemplateResult =>
    asksProof && provider !== undefined
      ? html`<p role="status">${openId.freshText(provider)}</p>
          <p><button type="button" class="button primary" aria-disabled=${changing.busy} @click=${proveAgain}>${openId.fresh(provider)}</button></p>`
      : html`<form class="filters" @submit=${add(passkeys.length > 0)}>
          <label class="field"><span>${account.newName}</span><input name="name" maxlength="100" autocomplete="off" placeholder=${words.enrol.namePlaceholder} /></label>
          <button class="button" aria-disabled=${changing.busy}>${account.add}</button>
        </form>`;
  const drawWays = (own: OwnWays): TemplateResult => {
    const { passkeys, identities, provider } = own;
    // The last way to sign in stays.
    const removes = passkeys.length + identities.length > 1;
    return html`<section class="sheet stack">
        <h2>${account.passkeys}</h2>
        <p class="help">${account.passkeysText}</p>
        ${passkeys.length === 0 ? nothing : passkeyTable(passkeys, scene, removes ? removePasskey : undefined)}
        ${adding(own)}
      </section>
      ${
        identities.length === 0 && provider === undefined
          ? nothing
          : html`<section class="sheet stack">
              <h2>${openId.accounts}</h2>
              <p class="help">${openId.accountsText(provider ?? openId.issuer)}</p>
              ${identities.length === 0 ? nothing : identityTable(identities, scene, removes ? removeIdentity : undefined)}
              ${
                provider === undefined || passkeys.length === 0
                  ? nothing
                  : html`<p class="row wrap"><button type="button" class="button" aria-disabled=${changing.busy} @click=${link}>${openId.link(provider)}</button></p>`
              }
            </section>`
      }`;
  };

  return {
    title: account.title,
    draw: () => html`${changing.note()} ${whenFetched(ways.now, words, drawWays)}
      <section class="sheet stack">
        <h2>${account.sessions}</h2>
        <p class="help">${account.sessionsText}</p>
        ${whenFetched(sessions.now, words, ({ data }) => sessionTable(data, scene, { run: end, busy: changing.busy }))}
      </section>`,
  };
};
