import { html, svg, type TemplateResult } from 'lit/html.js';
import type { MenuName } from '../places.ts';

const shapes: Readonly<Record<MenuName, ReturnType<typeof svg>>> = {
  overview: svg`<path d="M3 17V9M8 17V3M13 17v-6M18 17V6" />`,
  developer: svg`<path d="m7 6-4 4 4 4M13 6l4 4-4 4" />`,
  approvals: svg`<path d="M10 2 3.500 4.500v5c0 4 2.700 6.800 6.500 8.500 3.800-1.700 6.500-4.500 6.500-8.500v-5zM7 10l2.200 2.200L13.500 8" />`,
  operators: svg`<circle cx="7" cy="6.500" r="3" /><path d="M1.500 16.500c.8-3.500 3-5 5.500-5s4.700 1.500 5.500 5" /><path d="M12.500 3.800a3 3 0 0 1 0 5.400M15 12c1.800.8 3 2.300 3.500 4.500" />`,
  tenants: svg`<path d="M3 17.500V6l5-3.500V17.500M8 8h9v9.500M1.500 17.500h17M5.500 8v.1M5.500 11v.1M11 11h.1M14 11h.1M11 14h.1M14 14h.1" />`,
  keys: svg`<circle cx="6" cy="14" r="3.500" /><path d="m8.500 11.500 8-8M13 7l3 3" />`,
  verification: svg`<path d="M4 3h12v14H4zM7 7.500l1.500 1.500L11.500 6M7 13h6" />`,
  reactors: svg`<path d="M11.500 2 4.500 11.500H9.500L8.500 18l7-9.500h-5z" />`,
  formulas: svg`<path d="M13.500 4c-3-.8-4 .5-4.500 3.500l-1 6c-.4 2.500-1.500 3.300-3.500 2.800M5.500 9h6M11.500 11.500l4.500 5M16 11.500l-4.500 5" />`,
  proxies: svg`<path d="M2 10h5M13 10h5M15.500 7.500 18 10l-2.500 2.500M7 5h6v10H7zM10 8v4" />`,
  embed: svg`<path d="M2 4h16v12H2zM5 9h6v3H5zM14 9v3" />`,
  account: svg`<circle cx="10" cy="6.500" r="3.500" /><path d="M3.500 17c1-3.500 3.500-5 6.500-5s5.500 1.500 6.500 5" />`,
  tokens: svg`<rect x="2" y="2" width="7" height="7" rx="1.500" /><rect x="11" y="2" width="7" height="7" rx="1.500" /><rect x="2" y="11" width="7" height="7" rx="1.500" /><path d="M14.500 11v7M11 14.500h7" />`,
  logs: svg`<path d="M4 3h12v14H4zM7 7h6M7 10h6M7 13h4" />`,
  applications: svg`<circle cx="6.500" cy="10" r="3.500" /><path d="M10 10h8M15 10v3.500M18 10v2.500" />`,
};

/** The picture beside an entry of the menu. */
export const menuIcon = (name: MenuName): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">${shapes[name]}</svg>`;
