import { html } from 'lit/html.js';

/** The sign of the product: tiles of a mosaic, one of which is set apart. */
export const mark = html`<svg class="mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
  <rect class="tile-a" x="3" y="3" width="12" height="12" rx="2.5" />
  <rect class="tile-b" x="17" y="3" width="12" height="12" rx="2.5" />
  <rect class="tile-c" x="3" y="17" width="12" height="12" rx="2.5" />
  <rect class="tile-d" x="18.5" y="18.5" width="9" height="9" rx="2" transform="rotate(12 23 23)" />
</svg>`;
