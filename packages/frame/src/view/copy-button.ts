import type { ElementEvent, ElementOptions } from '@tessera/bridge';
import { html, render } from 'lit/html.js';
import { textOption } from './options.ts';
import { createTexts } from './texts.ts';
import type { View } from './view-types.ts';

const look = `
form { padding-inline-end: 32px; }
[dir=rtl] ~ .copying { direction: rtl; }
.copying { position: absolute; inset-block: 0; inset-inline-end: 0; width: 28px; display: flex; color: CanvasText; }
.copying button { flex: 1; padding: 0; border: 0; background: none; color: inherit; cursor: pointer; }
.copying svg { display: block; margin: auto; }
.copying button:focus-visible { outline: 2px solid Highlight; outline-offset: -2px; }
`;

const [tick, sheets] = ['m3 8 3.5 3.5L13 5', 'M5.5 5.5h8v8h-8zM2.5 10.5v-8h8'];

/** How long the button says that it has copied, in milliseconds. */
const saidFor = 2_000;

/** What a person has done themselves; a page cannot press a button in a frame, nor can a script that runs there by mistake. */
export const isGesture = (event: Event): boolean => event.isTrusted;

/**
 * Puts a button beside the inputs that copies the first of them; security codes are never copied, so an element of nothing else
 * gets none. Browsers write to the clipboard after a gesture in the frame alone.
 */
export const addCopyButton = (
  window: Window & { readonly document: Document },
  view: View,
  options: ElementOptions,
  emit: (event: ElementEvent) => void,
  gesture = isGesture,
): void => {
  const { document, navigator } = window;
  const index = view.boxes.findIndex(({ field }) => !field.fleeting);
  const { field, targetId } = view.boxes[index] ?? {};
  if (!field || targetId === undefined) return;
  const textsIn = createTexts(() => draw(false));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(look);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const place = document.createElement('div');
  place.className = 'copying';
  document.body.append(place);

  const press = async (event: Event) => {
    const { value = '' } = view.boxes[index] ?? {};
    if (!gesture(event) || value === '') return;
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
    const { copy, label } = textsIn([textOption(options.locale) ?? '', ...navigator.languages]);
    render(
      html`<button type="button" aria-label="${copy[0]}: ${label(field.type, field.label)}" @click=${press}>
          <svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" aria-hidden="true">
            <path d=${done ? tick : sheets} />
          </svg>
        </button>
        <span class="quiet" aria-live="polite">${done ? copy[1] : ''}</span>`,
      place,
    );
  };
  draw(false);
};
