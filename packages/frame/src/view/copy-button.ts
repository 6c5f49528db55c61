import type { ElementEvent, ElementOptions, ErrorCode } from '@tessera/bridge';
import { html, nothing, render } from 'lit/html.js';
import { compileCopyStyles } from './button-style.ts';
import { textOption } from './options.ts';
import { createTexts } from './texts.ts';
import type { View, Watcher } from './view-types.ts';

const look = `
form { padding-inline-end: 32px; }
[dir=rtl] ~ .copying { direction: rtl; }
.copying { position: absolute; inset-block: 0; inset-inline-end: 0; min-width: 28px; display: flex; color: CanvasText; }
.copying button { flex: 1; padding: 0; border: 0; background: none; color: inherit; cursor: pointer; }
.copying svg { display: block; margin: auto; }
.copying button:focus-visible { outline: 2px solid Highlight; outline-offset: -2px; }
`;

/** The input stays, since the element is one of its type, but nobody sees or reaches it. */
const lookAlone = `
form { position: absolute; width: 1px; height: 1px; padding: 0; overflow: hidden; clip-path: inset(50%); }
.copying { inset-inline: 0; align-items: stretch; }
.copying button { display: flex; align-items: center; justify-content: center; gap: 6px; font: inherit; }
.copying svg { flex: none; margin: 0; }
.copying button:disabled { cursor: not-allowed; opacity: .55; }
`;

const [tick, sheets] = ['m3 8 3.5 3.5L13 5', 'M5.5 5.5h8v8h-8zM2.5 10.5v-8h8'];

/** How long the button says that it has copied, in milliseconds. */
const saidFor = 2_000;

/** What a person has done themselves; a page cannot press a button in a frame, nor can a script that runs there by mistake. */
export const isGesture = (event: Event): boolean => event.isTrusted;

/** What buttons that stand alone copy: what stands in another element. */
const copied = new WeakMap<View, { text: string }>();

/** Types of elements whose spaces belong to the value, and are not there for the eyes alone. */
const spaced = new Set(['text', 'cardholderName', 'postalCode']);

/** From now on the button of an element copies what is in another one. Returns why it cannot. */
export const copyFrom = (
  view: View,
  { type, watch }: { readonly type: string; watch(listener: Watcher): ErrorCode | undefined },
): ErrorCode | undefined => {
  const place = { text: '' };
  let isCode = false;
  let isHeard = false;
  const refusal = watch((texts) => {
    // Those of security codes are not there.
    const text = texts.find((each) => each !== undefined);
    isCode = text === undefined;
    if (text !== undefined) place.text = spaced.has(type) ? text : text.replaceAll(' ', '');
    return !isCode && (!isHeard || copied.get(view) === place);
  });
  isHeard = true;
  const reason = refusal ?? (isCode ? 'wrong-field' : undefined);
  if (!reason) copied.set(view, place);
  return reason;
};

/**
 * Puts a button beside the inputs that copies the first of them; security codes are never copied, so an element of nothing else
 * gets none. Browsers write to the clipboard after a gesture in the frame alone. Returns what applies changes of options.
 */
export const addCopyButton = (
  window: Window & { readonly document: Document },
  view: View,
  options: ElementOptions,
  emit: (event: ElementEvent) => void,
  gesture = isGesture,
): ((changes: ElementOptions) => void) => {
  const { document, navigator } = window;
  const index = view.boxes.findIndex(({ field }) => !field.fleeting);
  const { field, targetId } = view.boxes[index] ?? {};
  if (!field || targetId === undefined) return () => {};
  const isAlone = options.enableCopy === 'only';
  let now = options;
  const textsIn = createTexts(() => draw(false));
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const place = document.createElement('div');
  place.className = 'copying';
  document.body.append(place);

  const press = async (event: Event) => {
    if (!gesture(event)) return;
    if (isAlone) emit({ type: 'click', targetId });
    const value = (isAlone ? copied.get(view)?.text : view.boxes[index]?.value) ?? '';
    if (value === '') return;
    try {
      await navigator.clipboard.writeText(value);
    } catch {
      return;
    }
    // Also of a value that is shown and not typed: that the customer copied it says nothing about it.
    emit({ type: 'copy', targetId });
    draw(true);
    setTimeout(() => draw(false), saidFor);
  };
  const draw = (done: boolean) => {
    const { copy, label } = textsIn([textOption(now.locale) ?? '', ...navigator.languages]);
    const own = isAlone ? textOption(now['aria-label']) : undefined;
    render(
      html`<button
          type="button"
          class=${done ? 'done' : nothing}
          aria-label=${isAlone ? (own ?? copy[0]) : `${copy[0]}: ${label(field.type, field.label)}`}
          ?disabled=${isAlone && now.disabled === true}
          @click=${press}
        >
          <svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" aria-hidden="true">
            <path d=${done ? tick : sheets} />
          </svg>
          ${own ?? nothing}
        </button>
        <span class="quiet" aria-live="polite">${done ? copy[1] : ''}</span>`,
      place,
    );
  };
  const dress = () => {
    const { css, warnings } = compileCopyStyles(now.copyIconStyles);
    sheet.replaceSync(look + (isAlone ? lookAlone : '') + css);
    if (warnings.length > 0) emit({ type: 'warning', warnings });
  };
  draw(false);
  dress();
  const input = isAlone ? document.querySelector('input') : null;
  if (input) {
    input.tabIndex = -1;
    input.ariaHidden = 'true';
    // A page moves the focus to inputs: `focus()` of the element.
    input.addEventListener('focus', () => place.querySelector('button')?.focus());
  }
  return (changes) => {
    now = { ...now, ...changes };
    draw(false);
    if ('copyIconStyles' in changes) dress();
  };
};
