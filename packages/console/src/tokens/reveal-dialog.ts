import { BasisTheoryApiError } from '@tessera/client';
import { ref } from 'lit/directives/ref.js';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { signWithPasskey } from '../api/passkeys.ts';
import { asError } from '../parts/as-error.ts';
import { problemNote } from '../parts/states.ts';
import type { Scene } from '../scene.ts';

/** Milliseconds that the frame of the vault has to load. */
const patience = 15_000;

interface Frame {
  readonly id: string;
  /** Its address, on the origin of the vault. */
  readonly frame: string;
}

type State =
  | { step: 'reason' }
  | { step: 'frame'; asked: Frame; at: 'loading' | 'touch' | 'shown' }
  | { step: 'asked' }
  | { step: 'gone' }
  | { step: 'failed'; error: Error };

const needsApproval = (thrown: unknown): boolean =>
  thrown instanceof BasisTheoryApiError && thrown.data?.type === 'approval-needed';

/** `light` or `dark` where the pages have one of them by choice. */
const schemeOf = (window: Window): string =>
  window.getComputedStyle(window.document.documentElement).getPropertyValue('color-scheme');

/**
 * Shows the value of a token for 30 seconds. The value goes from the vault to a frame of the vault's own origin: this page passes on what
 * the frame is called by, has the person touch a passkey, and never gets the value.
 */
export const openReveal = (scene: Scene, tokenId: string): void => {
  const { window, words, call, tenant, signal, redraw } = scene;
  let state: State = { step: 'reason' };
  let reason = '';
  let busy = false;
  let iframe: HTMLIFrameElement | undefined;
  const life = new AbortController();
  const until = AbortSignal.any([signal, life.signal]);

  const become = (next: State) => {
    if (until.aborted) return;
    state = next;
    redraw();
  };
  const fail = (thrown: unknown) => become({ step: 'failed', error: asError(thrown) });
  const ask = <Answer>(path: string, body: unknown) =>
    call<Answer>('POST', path, { tenant: tenant.id, body, signal: until });

  const confirm = async ({ id, frame }: Frame, nonce: string) => {
    become({ step: 'frame', asked: { id, frame }, at: 'touch' });
    const options = await ask<PublicKeyCredentialRequestOptionsJSON>('/console/reveals/options', { id, nonce });
    const response = await signWithPasskey(window, options);
    await ask('/console/reveals', { id, nonce, response });
    iframe?.contentWindow?.postMessage({ tessera: 'show', scheme: schemeOf(window) }, new URL(frame).origin);
  };
  const heard = ({ source, origin, data }: MessageEvent) => {
    if (state.step !== 'frame' || !iframe || source !== iframe.contentWindow) return;
    const { asked, at } = state;
    if (origin !== new URL(asked.frame).origin) return;
    if (data?.tessera === 'ready' && at === 'loading') void confirm(asked, String(data.nonce)).catch(fail);
    if (data?.tessera === 'shown') become({ ...state, at: 'shown' });
    if (data?.tessera === 'gone') become({ step: 'gone' });
  };
  window.addEventListener('message', heard, { signal: until });

  const askOthers = async () => {
    await ask('/console/approvals', { act: 'reveal', subject: tokenId, reason });
    become({ step: 'asked' });
  };
  const begin = async (event: Event) => {
    event.preventDefault();
    if (busy || reason.trim() === '') return;
    busy = true;
    redraw();
    try {
      const asked = await ask<Frame>('/console/reveals/frames', { token_id: tokenId, reason });
      become({ step: 'frame', asked, at: 'loading' });
      window.setTimeout(() => {
        if (state.step === 'frame' && state.at === 'loading') fail(new Error(words.reveal.noFrame));
      }, patience);
    } catch (thrown) {
      // Where two people are asked for, the same reason is what the other one reads.
      if (needsApproval(thrown)) await askOthers().catch(fail);
      else fail(thrown);
    }
    busy = false;
    redraw();
  };
  const again = () => become({ step: 'reason' });
  const close = () => {
    life.abort();
    scene.closeDialog();
  };

  /** Has the focus when it appears: what had it in the step before is gone. */
  const focused = ref((element) => queueMicrotask(() => (element as HTMLElement | undefined)?.focus()));
  const closing = html`<div class="row end">
    <button type="button" class="button" aria-describedby="reveal-said" ${focused} @click=${close}>${words.actions.close}</button>
  </div>`;
  const form = (): TemplateResult => html`<form class="stack" @submit=${begin}>
    <p>${words.reveal.text}</p>
    <label class="field">
      <span>${words.reveal.reason}</span>
      <input
        ${focused}
        autocomplete="off"
        required
        minlength="4"
        maxlength="300"
        .value=${reason}
        @input=${(event: Event) => {
          reason = (event.target as HTMLInputElement).value;
        }}
      />
    </label>
    <div class="row end">
      <button type="button" class="button" @click=${close}>${words.actions.cancel}</button>
      <button class="button primary" aria-disabled=${busy}>${words.reveal.go}</button>
    </div>
  </form>`;
  const frame = ({ asked, at }: Extract<State, { step: 'frame' }>) => html`<div class="stack">
    <p role="status" id="reveal-said">${at === 'shown' ? words.reveal.shown : at === 'touch' ? words.reveal.touch : words.states.loading}</p>
    <iframe
      class="reveal"
      title=${words.reveal.frame}
      src=${asked.frame}
      sandbox="allow-scripts allow-same-origin"
      referrerpolicy="no-referrer"
      ${ref((element) => {
        iframe = element as HTMLIFrameElement | undefined;
      })}
    ></iframe>
    ${closing}
  </div>`;
  const body = (): TemplateResult => {
    if (state.step === 'reason') return form();
    if (state.step === 'frame') return frame(state);
    if (state.step === 'asked') {
      return html`<div class="stack">
        <p role="status" id="reveal-said">${words.approvals.asked} ${words.approvals.askText}</p>
        ${closing}
      </div>`;
    }
    if (state.step === 'gone')
      return html`<div class="stack"><p role="status" id="reveal-said">${words.reveal.gone}</p>${closing}</div>`;
    return html`<div class="stack">${problemNote(state.error, words, again)}${closing}</div>`;
  };
  scene.showDialog({ title: words.reveal.title, body });
};

/** The button that opens it, for those whose role may see values. */
export const revealButton = (scene: Scene, tokenId: string): TemplateResult | typeof nothing =>
  scene.session.actions.includes('tokens:reveal')
    ? html`<button type="button" class="button" @click=${() => openReveal(scene, tokenId)}>${scene.words.reveal.open}</button>`
    : nothing;
