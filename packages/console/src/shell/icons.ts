import { html, svg, type TemplateResult } from 'lit/html.js';
import type { MenuName } from '../places.ts';

const shapes: Readonly<Record<MenuName, ReturnType<typeof svg>>> = {
  overview: svg`<path d="M3 17V9M8 17V3M13 17v-6M18 17V6" />`,
  developer: svg`<path d="m7 6-4 4 4 4M13 6l4 4-4 4" />`,
  approvals: svg`<path d="M10 2 3.5 4.5v5c0 4 2.7 6.8 6.5 8.5 3.8-1.7 6.5-4.5 6.5-8.5v-5zM7 10l2.2 2.2L13.5 8" />`,
  operators: svg`<circle cx="7" cy="6.5" r="3" /><path d="M1.5 16.5c.8-3.5 3-5 5.5-5s4.7 1.5 5.5 5M12.5 3.8a3 3 0 0 1 0 5.4M15 12c1.8.8 3 2.3 3.5 4.5" />`,
  tenants: svg`<path d="M3 17.5V6l5-3.5V17.5M8 8h9v9.5M1.5 17.5h17M5.5 8v.1M5.5 11v.1M11 11h.1M14 11h.1M11 14h.1M14 14h.1" />`,
  keys: svg`<circle cx="6" cy="14" r="3.5" /><path d="m8.5 11.5 8-8M13 7l3 3" />`,
  verification: svg`<path d="M4 3h12v14H4zM7 7.5l1.5 1.5L11.5 6M7 13h6" />`,
  reactors: svg`<path d="M11.5 2 4.5 11.5H9.5L8.5 18l7-9.5h-5z" />`,
  formulas: svg`<path d="M13.5 4c-3-.8-4 .5-4.5 3.5l-1 6c-.4 2.5-1.5 3.3-3.5 2.8M5.5 9h6M11.5 11.5l4.5 5M16 11.5l-4.5 5" />`,
  proxies: svg`<path d="M2 10h5M13 10h5M15.5 7.5 18 10l-2.5 2.5M7 5h6v10H7zM10 8v4" />`,
  embed: svg`<path d="M2 4h16v12H2zM5 9h6v3H5zM14 9v3" />`,
  account: svg`<circle cx="10" cy="6.5" r="3.5" /><path d="M3.5 17c1-3.5 3.5-5 6.5-5s5.5 1.5 6.5 5" />`,
  tokens: svg`<path d="M2 2h7v7H2zM11 2h7v7h-7zM2 11h7v7H2zM14.5 11v7M11 14.5h7" />`,
  logs: svg`<path d="M4 3h12v14H4zM7 7h6M7 10h6M7 13h4" />`,
  applications: svg`<circle cx="6.5" cy="10" r="3.5" /><path d="M10 10h8M15 10v3.5M18 10v2.5" />`,
};

/** The picture beside an entry of the menu. */
export const menuIcon = (name: MenuName): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">${shapes[name]}</svg>`;
