import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Call } from '../api/call.ts';
import { hasPasskeys, makePasskey, PasskeyError, signWithPasskey } from '../api/passkeys.ts';
import { mark } from '../parts/mark.ts';
import { problemNote } from '../parts/states.ts';
import type { Words } from '../words/words.ts';

interface Gate {
  window: Window;
  call: Call;
  redraw(): void;
  /** Whether the person was signed in until now. */
  hasEnded: boolean;
  /** Goes on with the session that the server has now. */
  signedIn(): Promise<void>;
}

/** A page in front of the console. */
export interface GatePage {
  title(words: Words): string;
  draw(words: Words): TemplateResult;
}

const sheet = (title: string, body: unknown): TemplateResult => html`<main id="main" class="gate">
  <div class="sheet">
    <p class="brand">${mark} Tessera</p>
    <h1 tabindex="-1">${title}</h1>
    ${body}
  </div>
</main>`;

/** Runs one attempt at a time, and keeps why the last one failed. */
const attempts = (redraw: () => void) => {
  let busy = false;
  let error: Error | undefined;
  return {
    get busy() {
      return busy;
    },
    run: async (attempt: () => Promise<void>) => {
      if (busy) return;
      busy = true;
      error = undefined;
      redraw();
      try {
        await attempt();
      } catch (thrown) {
        error = thrown instanceof Error ? thrown : new Error(String(thrown));
      }
      busy = false;
      redraw();
    },
    note: (words: Words): TemplateResult | typeof nothing => {
      if (error === undefined) return nothing;
      if (error instanceof PasskeyError)
        return html`<p class="note wrong" role="alert">${words.signIn[error.reason]}</p>`;
      return problemNote(error, words);
    },
  };
};

/** Where operators sign in. There are no passwords. */
export const signInPage = ({ window, call, redraw, hasEnded, signedIn }: Gate): GatePage => {
  const { run, note, ...state } = attempts(redraw);
  const signIn = () =>
    run(async () => {
      const options = await call<PublicKeyCredentialRequestOptionsJSON>('POST', '/session/options');
      await call('POST', '/session', { body: await signWithPasskey(window, options) });
      await signedIn();
    });
  return {
    title: ({ signIn }) => signIn.title,
    draw: (words) =>
      sheet(
        words.signIn.title,
        html`<p>${hasEnded ? words.signIn.ended : words.signIn.text}</p>
          ${note(words)}
          ${hasPasskeys(window) ? nothing : html`<p class="note wrong" role="alert">${words.signIn.unsupported}</p>`}
          <button type="button" class="button primary large" ?disabled=${state.busy} @click=${signIn}>${words.signIn.withPasskey}</button>
          <p class="soft">${words.signIn.noAccount} <code>tessera-vault operators invite</code></p>`,
      ),
  };
};

/** Where somebody who was invited makes a first passkey. The secret of the link stands behind its `#`, which browsers send nowhere. */
export const enrolPage = ({ window, call, redraw, signedIn }: Gate): GatePage => {
  const link = window.location.hash.slice(1);
  // It works once, and must not stay in the history.
  window.history.replaceState(null, '', '/enrol');
  const { run, note, ...state } = attempts(redraw);
  const enrol = (event: Event) => {
    event.preventDefault();
    const name = String(new FormData(event.target as HTMLFormElement).get('name') ?? '').trim();
    void run(async () => {
      const options = await call<PublicKeyCredentialCreationOptionsJSON>('POST', '/session/enrolment/options', {
        body: { link },
      });
      const response = await makePasskey(window, options);
      await call('POST', '/session/enrolment', { body: { link, response, ...(name && { name }) } });
      await signedIn();
    });
  };
  return {
    title: ({ enrol }) => enrol.title,
    draw: (words) =>
      sheet(
        words.enrol.title,
        link === ''
          ? html`<p class="note wrong" role="alert">${words.enrol.noLink}</p>
              <p><a class="button" href="/sign-in">${words.signIn.title}</a></p>`
          : html`<p>${words.enrol.text}</p>
              ${note(words)}
              <form class="stack" @submit=${enrol}>
                <label class="field"
                  ><span>${words.enrol.name}</span
                  ><input name="name" maxlength="100" autocomplete="off" placeholder=${words.enrol.namePlaceholder}
                /></label>
                <button class="button primary large" ?disabled=${state.busy}>${words.enrol.make}</button>
              </form>`,
      ),
  };
};
