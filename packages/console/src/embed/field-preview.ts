import { type ElementEvent, type ElementOptions, type Failure, type OpeningFrame, openFrame } from '@tessera/bridge';
import type { ElementType } from '@tessera/fields';
import { ref } from 'lit/directives/ref.js';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { attempts } from '../parts/attempts.ts';
import type { Scene } from '../scene.ts';

/** Kinds of fields to look at, and the rows that each stands in. */
const types: Readonly<Partial<Record<ElementType, number>>> = {
  card: 2,
  cardNumber: 1,
  cardExpirationDate: 1,
  cardVerificationCode: 1,
  bank: 2,
  iban: 1,
};

/** No key of the vault: the frame cannot ask about it, nor send anything else. */
const noKey = 'preview';

/** What a page may be told about a field: never what was typed. */
type Told = Extract<ElementEvent, { type: 'change' | 'blur' }>;

/** A field as customers see it, in a frame of the vault that sends nothing. It tells this page what it would tell a merchant's. */
export const fieldPreview = (scene: Scene): (() => TemplateResult) => {
  const { window, words, call, tenant, signal, redraw, language } = scene;
  const { embed } = words;
  const loading = attempts(scene);
  let type: ElementType = 'card';
  let src: string | undefined;
  let opening: OpeningFrame | undefined;
  let opened: HTMLIFrameElement | undefined;
  let told: Told | undefined;
  let failure: string | undefined;

  const close = () => {
    opening?.close();
    opening = undefined;
    opened = undefined;
  };
  signal.addEventListener('abort', close);
  const emit = (event: ElementEvent) => {
    if (event.type !== 'change' && event.type !== 'blur') return;
    told = event;
    redraw();
  };
  const failed = (thrown: unknown) => {
    if (signal.aborted || (thrown as Failure).code === 'not-mounted') return;
    failure = (thrown as Failure).code ?? String(thrown);
    redraw();
  };
  const optionsNow = (): ElementOptions => {
    const { color, colorScheme, direction } = window.getComputedStyle(window.document.body);
    const isDark =
      colorScheme === 'dark' || (colorScheme !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches);
    return {
      ...{ targetId: 'preview', locale: language, dir: direction as 'ltr' | 'rtl', theme: { color, fontSize: '16px' } },
      colorScheme: isDark ? 'dark' : 'light',
    };
  };
  const place = ref((element) => {
    if (!element) return close();
    if (element === opened) return;
    opened = element as HTMLIFrameElement;
    opening = openFrame({
      ...{ iframe: opened, origin: new URL(opened.src).origin, key: noKey, type, options: optionsNow },
      methods: { emit, say: () => undefined },
      onLost: failed,
    });
    opening.connection.catch(failed);
  });
  const load = () =>
    loading.attempt(async () => {
      src = undefined;
      told = undefined;
      failure = undefined;
      redraw();
      const path = '/console/embedding/previews';
      src = (await call<{ frame: string }>('POST', path, { tenant: tenant.id, signal })).frame;
    });
  void load();
  const choose = (event: Event) => {
    type = (event.target as HTMLSelectElement).value as ElementType;
    void load();
  };
  const facts = (): TemplateResult =>
    told
      ? html`<pre class="value" dir="ltr" tabindex="0" role="region" aria-label=${embed.told}><code>${JSON.stringify(told, null, 2)}</code></pre>`
      : html`<p class="soft">${embed.nothingTold}</p>`;
  return () => html`<section class="sheet stack" aria-label=${embed.preview}>
    <h2>${embed.preview}</h2>
    <p class="help">${embed.previewText}</p>
    <label class="field narrow"
      ><span>${embed.field}</span
      ><select @change=${choose}>
        ${Object.keys(types).map((name) => html`<option value=${name} ?selected=${name === type}>${name}</option>`)}
      </select></label
    >
    ${loading.note()}
    ${failure === undefined ? nothing : html`<p class="field-error" role="alert">${embed.failed} <code>${failure}</code></p>`}
    ${
      src === undefined
        ? nothing
        : html`<div class="preview"><iframe title=${embed.frame} class="rows-${types[type] ?? 1}" src=${src} sandbox="allow-scripts allow-same-origin allow-forms" referrerpolicy="no-referrer" ${place}></iframe></div>`
    }
    <h3>${embed.told}</h3>
    <div role="status">${facts()}</div>
  </section>`;
};
