import type { ConsoleKeys } from '@tessera/contract/console';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { fetching } from '../parts/fetched.ts';
import { whenFetched } from '../parts/states.ts';
import { ageOf, timeOf } from '../parts/time.ts';
import type { OpenView } from '../scene.ts';
import { duePart } from './due-part.ts';
import { inventoryTable } from './inventory-table.ts';
import { versionsPart } from './versions-part.ts';

/** The keys of a tenant and those above them: how old they are, what needs them, and whether the root key can be used. */
export const view: OpenView = (scene) => {
  const { words, call, tenant, signal, language } = scene;
  const { keys } = words;
  const now = () => Date.now();
  const found = fetching(scene, () => call<ConsoleKeys>('GET', '/console/keys', { tenant: tenant.id, signal }));
  const number = (value: number) => new Intl.NumberFormat(language).format(value);

  const figure = (name: string, value: string, note: unknown = nothing, isWrong = false): TemplateResult =>
    html`<div class=${isWrong ? 'sheet figure bad' : 'sheet figure'}>
      <dt>${name}</dt>
      <dd>${value} ${note === nothing ? nothing : html`<small>${note}</small>`}</dd>
    </div>`;

  const figures = ({ root_key: root, versions, inventory }: ConsoleKeys): TemplateResult => {
    const active = versions.find(({ state }) => state === 'active');
    const due = inventory.filter(({ due: when }) => when === 'soon' || when === 'overdue');
    const isAway = root.status === 'unreachable';
    const kept = inventory.find(({ key }) => key === 'root key')?.kept;
    return html`<dl class="figures states">
      ${figure(
        keys.rootKey,
        isAway ? keys.unreachable : keys.reachable,
        html`${kept} ${isAway ? html`<br />${root.reason}<br />${keys.sealsAt} ${timeOf(root.until, language)}` : nothing}`,
        isAway,
      )}
      ${figure(
        keys.tenantKey,
        active ? keys.version(number(active.version)) : '–',
        active
          ? html`${keys.since} ${timeOf(active.active_at, language)} · ${ageOf(active.created_at, now(), language)}`
          : nothing,
      )}
      ${figure(
        keys.due,
        keys.dueCount(due.length),
        nothing,
        due.some(({ due: when }) => when === 'overdue'),
      )}
    </dl>`;
  };

  const draw = (value: ConsoleKeys): TemplateResult => html`<p class="help">${keys.help}</p>
    ${figures(value)} ${duePart(value, scene)} ${versionsPart(value, scene)} ${inventoryTable(value, scene, now())}`;
  return { title: keys.title, draw: () => whenFetched(found.now, words, draw) };
};
