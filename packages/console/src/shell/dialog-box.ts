import { ref } from 'lit/directives/ref.js';
import { html, type TemplateResult } from 'lit/html.js';
import { asModal } from '../parts/as-modal.ts';
import type { Dialog } from '../scene.ts';
import { toast } from './toast.ts';

const boxes = new WeakMap<Dialog, HTMLDialogElement>();

/** Closes a dialog as the browser does: what had the focus before it was opened has it again. */
export const closeBox = (dialog: Dialog): void => boxes.get(dialog)?.close();

/** A dialog above the page, with what is said meanwhile. */
export const dialogBox = (dialog: Dialog, said: string, closed: (dialog: Dialog) => void): TemplateResult => {
  const open = (element: Element | undefined) => {
    if (!element || boxes.get(dialog) === element) return;
    boxes.set(dialog, element as HTMLDialogElement);
    asModal(element);
  };
  return html`<dialog class="sheet" aria-label=${dialog.title} ${ref(open)} @close=${() => closed(dialog)}>
    <h2>${dialog.title}</h2>
    ${dialog.body()} ${toast(said)}
  </dialog>`;
};
