import type { ConsoleKeys } from '@tessera/contract/console';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { fetching } from '../parts/fetched.ts';
import { whenFetched } from '../parts/states.ts';
import { ageOf, timeOf } from '../parts/time.ts';
import type { OpenView } from '../scene.ts';
import { dueKeys } from './due-keys.ts';
import { duePart } from './due-part.ts';
import { inventoryTable } from './inventory-table.ts';
import { keyWork } from './key-work.ts';
import { rewrapPart } from './rewrap-part.ts';
import { versionsPart } from './versions-part.ts';

/** Milliseconds after which a version that is not used yet should be. */
const untilUsed = 6000;

/** The keys of a tenant and those above them: how old they are, what needs them, what is done with them, and whether the root key can be used. */
export const view: OpenView = (scene) => {
  const { window, words, call, tenant, signal, language } = scene;
  const { keys } = words;
  const now = () => Date.now();
  const found = fetching(scene, async () => {
    const value = await call<ConsoleKeys>('GET', '/console/keys', { tenant: tenant.id, signal });
    const isComing = value.versions.some(({ state }) => state === 'pending');
    if (isComing) window.setTimeout(() => signal.aborted || found.again(), untilUsed);
    return value;
  });
  const work = keyWork(scene, () => found.again());
  const rewraps = rewrapPart(scene, () => found.again());
  const number = (value: number) => new Intl.NumberFormat(language).format(value);

  const figure = (name: string, value: string, note: unknown = nothing, isWrong = false): TemplateResult =>
    html`<div class=${isWrong ? 'sheet figure bad' : 'sheet figure'}>
      <dt>${name}</dt>
      <dd>${value} ${note === nothing ? nothing : html`<small>${note}</small>`}</dd>
    </div>`;

  const figures = ({ root_key: root, versions, inventory }: ConsoleKeys): TemplateResult => {
    const active = versions.find(({ state }) => state === 'active');
    const due = dueKeys({ inventory, versions });
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
      ${figure(keys.due, keys.dueCount(due.count), nothing, due.isLate)}
    </dl>`;
  };

  const draw = (value: ConsoleKeys): TemplateResult => {
    const isNeeded = value.versions.some(({ state, values }) => state === 'old' && values > 0);
    const due = dueKeys(value);
    const replaceVaultKey = () => work.replaceVaultKey(value);
    return html`<p class="help">${keys.help}</p>
      ${figures(value)} ${duePart(due, scene, { rotate: work.rotate, replaceVaultKey })}
      ${versionsPart(value, scene, { actions: work.actions, rotate: due.ofTenant ? () => nothing : work.rotate })}
      ${rewraps(isNeeded)} ${inventoryTable(value, scene, now(), due.ofVault ? nothing : replaceVaultKey())}`;
  };
  return { title: keys.title, draw: () => whenFetched(found.now, words, draw) };
};
