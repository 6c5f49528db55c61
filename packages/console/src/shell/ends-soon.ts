import { html } from 'lit/html.js';
import type { Dialog } from '../scene.ts';
import type { Words } from '../words/words.ts';

/** Tells that the session ends in a minute, and lets the person stay. */
export const endsSoon = ({ shell }: Words, stay: () => void): Dialog => ({
  title: shell.endsSoon,
  body: () => html`<div class="stack">
    <p>${shell.endsSoonText}</p>
    <div class="row end"><button type="button" class="button primary" @click=${stay}>${shell.stay}</button></div>
  </div>`,
});
