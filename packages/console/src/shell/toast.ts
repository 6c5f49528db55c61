import { html, nothing, type TemplateResult } from 'lit/html.js';

/** How long something that was said stays in sight, in milliseconds. */
const time = 4000;

/** Says one thing at a time, for a while. */
export const createToast = (window: Pick<Window, 'setTimeout'>, redraw: () => void) => {
  let said = '';
  return {
    get said() {
      return said;
    },
    say: (text: string): void => {
      said = text;
      redraw();
      window.setTimeout(() => {
        if (said !== text) return;
        said = '';
        redraw();
      }, time);
    },
  };
};

/** Where it stands: one for the page, and one in each dialog, since all else is out of reach for readers of screens meanwhile. */
export const toast = (said: string, role: 'status' | undefined = undefined): TemplateResult =>
  html`<p class="toast" role=${role ?? nothing} aria-live="polite" ?data-shown=${said !== ''}>${said}</p>`;
