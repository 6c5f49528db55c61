import type { ConsoleOverview } from '@tessera/contract/console';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { places } from '../places.ts';
import type { Scene } from '../scene.ts';

type Warning = ConsoleOverview['warnings'][number];
type Kind = Warning['kind'];

/** The page on which somebody can look into a warning further. */
const pageFor: Partial<Record<Kind, string>> = {
  'root-key-due': '/keys',
  'root-key-overdue': '/keys',
  'tenant-key-due': '/keys',
  'tenant-key-overdue': '/keys',
  'old-key-versions': '/keys',
  'audit-unsealed': '/verification',
};

/** What is done about it on the command line of the vault. */
const commandFor: Partial<Record<Kind, string>> = {
  'root-key-due': 'tessera-vault keys rotate --root',
  'root-key-overdue': 'tessera-vault keys rotate --root',
  'tenant-key-due': 'tessera-vault keys rotate',
  'tenant-key-overdue': 'tessera-vault keys rotate',
  'old-key-versions': 'tessera-vault keys rewrap',
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
  // A vault that was updated while the page is open may tell of a kind that this page does not know.
  const text = ({ kind, message }: Warning) => {
    if (!Object.hasOwn(overview.warningKinds, kind)) return message;
    const command = commandFor[kind];
    return html`${overview.warningKinds[kind]} ${command ? html`<code>${command}</code>` : nothing}`;
  };
  return html`<ul class="stack">
    ${warnings.map(
      (warning) => html`<li class=${warning.urgent ? 'note wrong' : 'note'}>
        <p><b>${warning.urgent ? overview.urgent : overview.soon}</b> ${text(warning)}${link(warning.kind)}</p>
      </li>`,
    )}
  </ul>`;
};
