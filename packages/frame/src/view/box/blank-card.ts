import { html } from 'lit/html.js';

/** Where a brand is going to stand: a card that nobody has issued yet. */
export const blankCard = html`<svg viewBox="0 0 34 22" width="34" height="22" aria-hidden="true">
  <rect x=".75" y=".75" width="32.5" height="20.5" rx="3" fill="none" stroke="currentColor" opacity=".45"></rect>
  <rect x="1" y="5" width="32" height="4" fill="currentColor" opacity=".45"></rect>
</svg>`;
