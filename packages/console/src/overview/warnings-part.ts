import type { ConsoleOverview } from '@tessera/contract/console';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { places } from '../places.ts';
import type { Scene } from '../scene.ts';

type Kind = ConsoleOverview['warnings'][number]['kind'];

/** The page on which somebody can look into a warning further. */
const pageFor: Partial<Record<Kind, string>> = {
  'root-key-due': '/keys',
  'root-key-overdue': '/keys',
  'tenant-key-due': '/keys',
  'tenant-key-overdue': '/keys',
  'old-key-versions': '/keys',
  'audit-unsealed': '/verification',
};

/** What needs somebody, with a link to where it is looked into, for those who may go there. */
export const warningsPart = ({ warnings }: ConsoleOverview, { words, session, at }: Scene): TemplateResult => {
  const { overview } = words;
  if (warnings.length === 0) return html`<p class="soft">${overview.noWarnings}</p>`;
  const link = (kind: Kind) => {
    const place = places.find(({ path }) => path === pageFor[kind]);
    if (!place?.allows(session)) return nothing;
    return html` <a href=${at(place.path)}>${words.menu[place.menu]}</a>`;
  };
  return html`<ul class="stack">
    ${warnings.map(
      ({ kind, urgent, message }) => html`<li class=${urgent ? 'note wrong' : 'note'}>
        <p><b>${urgent ? overview.urgent : overview.soon}</b> ${message}${link(kind)}</p>
      </li>`,
    )}
  </ul>`;
};
