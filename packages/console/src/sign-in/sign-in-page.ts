import { html, nothing, type TemplateResult } from 'lit/html.js';
import { hasPasskeys, makePasskey, signWithPasskey } from '../api/passkeys.ts';
import { attempts } from '../parts/attempts.ts';
import { mark } from '../parts/mark.ts';
import type { GateWords } from '../words/gate-words.ts';
import type { Gate, GatePage } from './gate.ts';
import { goToProvider, type Ways } from './openid.ts';

const sheet = (title: string, body: unknown): TemplateResult => html`<main id="main" class="gate">
  <div class="sheet">
    <p class="brand">${mark} Tessera</p>
    <h1 tabindex="-1">${title}</h1>
    ${body}
  </div>
</main>`;

/** The OpenID provider, once the server has said whether there is one. Where it cannot be asked, passkeys alone are offered. */
const provider = ({ call, redraw }: Gate) => {
  let name: string | undefined;
  call<Ways>('GET', '/session/ways').then(
    ({ openid }) => {
      name = openid?.name;
      redraw();
    },
    () => undefined,
  );
  return { button: (draw: (name: string) => TemplateResult) => (name === undefined ? nothing : draw(name)) };
};

/** Where operators sign in. There are no passwords. */
export const signInPage = (gate: Gate): GatePage => {
  const { window, call, loadInside, signedIn, hasEnded, kept } = gate;
  const tries = attempts(gate);
  const company = provider(gate);
  let { failure } = gate;
  // Text that the server sent must not become a script.
  const departure = gate.departure && new URL(gate.departure.url).protocol === 'https:' ? gate.departure : undefined;
  const begin = (run: () => Promise<void>) => {
    failure = undefined;
    void tries.attempt(run);
  };
  const withPasskey = () =>
    begin(async () => {
      loadInside();
      const options = await call<PublicKeyCredentialRequestOptionsJSON>('POST', '/session/options');
      await call('POST', '/session', { body: await signWithPasskey(window, options) });
      await signedIn();
    });
  // Going to the provider would leave this page with what it keeps.
  const withProvider = () => (kept ? window.open('/sign-in') : begin(() => goToProvider(gate)));
  return {
    title: ({ signIn }) => signIn.title,
    draw: ({ signIn, openId }: GateWords) =>
      sheet(
        signIn.title,
        html`<p>${kept ?? (hasEnded ? signIn.ended : signIn.text)}</p>
          ${failure ? html`<p class="note wrong" role="alert">${openId.failures[failure]}</p>` : tries.note()}
          ${hasPasskeys(window) ? nothing : html`<p class="note wrong" role="alert">${signIn.unsupported}</p>`}
          <button type="button" class="button primary large" aria-disabled=${tries.busy} @click=${withPasskey}>${signIn.withPasskey}</button>
          ${
            departure
              ? html`<div class="note"><p>${openId.stillIn(departure.name)}</p>
                  <a class="button" href=${departure.url} rel="noreferrer">${openId.signOut(departure.name)}</a></div>`
              : nothing
          }
          ${company.button(
            (name) =>
              html`<button type="button" class="button large" aria-disabled=${tries.busy} @click=${withProvider}>${openId.signIn(name)}</button>`,
          )}
          <p class="soft">${signIn.noAccount} <code>tessera-vault operators invite</code></p>`,
      ),
  };
};

/**
 * Where somebody who was invited makes a first passkey, or links an account at the OpenID provider. The secret of the link stands behind its
 * `#`, which browsers send nowhere.
 */
export const enrolPage = (gate: Gate): GatePage => {
  const { window, call, loadInside, signedIn } = gate;
  const link = window.location.hash.slice(1);
  // It works once, and must not stay in the history.
  window.history.replaceState(null, '', '/enrol');
  const tries = attempts(gate);
  const company = provider(gate);
  const enrol = (event: Event) => {
    event.preventDefault();
    const name = String(new FormData(event.target as HTMLFormElement).get('name') ?? '').trim();
    void tries.attempt(async () => {
      loadInside();
      const options = await call<PublicKeyCredentialCreationOptionsJSON>('POST', '/session/enrolment/options', {
        body: { link },
      });
      const response = await makePasskey(window, options);
      await call('POST', '/session/enrolment', { body: { link, response, ...(name && { name }) } });
      await signedIn();
    });
  };
  const withProvider = () => void tries.attempt(() => goToProvider(gate, { link }));
  return {
    title: ({ enrol }) => enrol.title,
    draw: (words) =>
      sheet(
        words.enrol.title,
        link === ''
          ? html`<p class="note wrong" role="alert">${words.enrol.noLink}</p>
              <p><a class="button" href="/sign-in">${words.signIn.title}</a></p>`
          : html`<p>${words.enrol.text}</p>
              ${tries.note()}
              <form class="stack" @submit=${enrol}>
                <label class="field"
                  ><span>${words.enrol.name}</span
                  ><input name="name" maxlength="100" autocomplete="off" placeholder=${words.enrol.namePlaceholder}
                /></label>
                <button class="button primary large" aria-disabled=${tries.busy}>${words.enrol.make}</button>
              </form>
              ${company.button(
                (name) => html`<p>${words.openId.enrolText(name)}</p>
                  <button type="button" class="button large" aria-disabled=${tries.busy} @click=${withProvider}>${words.openId.enrol(name)}</button>`,
              )}`,
      ),
  };
};
