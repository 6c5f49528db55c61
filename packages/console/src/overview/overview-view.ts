import type { ConsoleOverview } from '@tessera/contract/console';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { may } from '../api/session.ts';
import { fetching } from '../parts/fetched.ts';
import { whenFetched } from '../parts/states.ts';
import { ageOf, timeOf } from '../parts/time.ts';
import type { OpenView } from '../scene.ts';
import { callsPart } from './calls-part.ts';
import { typesPart } from './types-part.ts';
import { warningsPart } from './warnings-part.ts';

/** How a tenant is doing: what needs somebody, whether the vault is well, how busy it is and what it holds. */
export const view: OpenView = (scene) => {
  const { words, call, tenant, signal, session, language, at } = scene;
  const { overview } = words;
  const now = () => Date.now();
  const found = fetching(scene, () => call<ConsoleOverview>('GET', '/console/overview', { tenant: tenant.id, signal }));
  const calls = callsPart(scene, now);
  const number = (value: number) => new Intl.NumberFormat(language).format(value);

  const figure = (
    name: string,
    value: string | TemplateResult,
    note: string | TemplateResult | typeof nothing = nothing,
    isWrong = false,
  ): TemplateResult => html`<div class=${isWrong ? 'sheet figure bad' : 'sheet figure'}>
    <dt>${name}</dt>
    <dd>${value} ${note === nothing ? nothing : html`<small>${note}</small>`}</dd>
  </div>`;

  const health = ({ store, root_key: root, audit, key_versions: versions }: ConsoleOverview): TemplateResult => {
    const active = versions.find(({ state }) => state === 'active');
    const old = versions.filter(({ state }) => state === 'old').length;
    const isFailing = store === 'failing';
    const isAway = root.status === 'unreachable';
    const sealed = audit.sealed_at;
    return html`<dl class="figures states">
      ${figure(overview.store, isFailing ? overview.failing : overview.ready, nothing, isFailing)}
      ${figure(
        overview.rootKey,
        isAway ? overview.unreachable : overview.reachable,
        isAway && root.until !== null ? html`${overview.sealsAt} ${timeOf(root.until, language)}` : nothing,
        isAway,
      )}
      ${figure(
        overview.seal,
        sealed === null ? overview.noSeal : ageOf(sealed, now(), language),
        sealed === null ? nothing : html`${overview.sealNumber(number(audit.seal ?? 0))} · ${timeOf(sealed, language)}`,
      )}
      ${figure(
        overview.key,
        active ? overview.version(number(active.version)) : '–',
        html`${active ? html`${overview.since} ${timeOf(active.active_at, language)}` : nothing}
          ${old > 0 ? html`<br />${overview.oldVersions(old)}` : nothing}`,
      )}
    </dl>`;
  };

  /** What was done with data, from the audit log. */
  const done = ({ activity }: ConsoleOverview): TemplateResult | typeof nothing => {
    const sums = new Map<string, number>();
    for (const { operations } of activity.hours) {
      for (const [name, count] of Object.entries(operations)) sums.set(name, (sums.get(name) ?? 0) + count);
    }
    if (sums.size === 0) return nothing;
    return html`<p class="row wrap">
      <span class="soft">${overview.done}</span>
      ${[...sums].map(([name, count]) => html`<span><span class="tag do-${name}" lang="en">${name}</span> ${number(count)}</span>`)}
    </p>`;
  };

  const draw = (value: ConsoleOverview): TemplateResult => {
    const { total, active_this_month: active, included } = value.tokens;
    return html`<section class="sheet stack"><h2>${overview.warnings}</h2>${warningsPart(value, scene)}</section>
      ${health(value)}
      <section class="sheet stack"><h2>${overview.calls.title}</h2>${calls(value)}${done(value)}</section>
      <dl class="figures">
        ${figure(overview.total, number(total))}
        ${figure(overview.active, number(active), included > 0 ? overview.included(number(included)) : nothing)}
      </dl>
      <section class="sheet"><h2>${overview.byType}</h2>${typesPart(value, scene)}</section>
      <p class="row wrap end">
        ${may(session, 'webhooks:read') ? html`<a class="button" href=${at('/webhooks')}>${words.logs.kinds.webhook}</a>` : nothing}
        <button type="button" class="button" @click=${found.again}>${overview.again}</button>
      </p>`;
  };
  return { title: overview.title, draw: () => whenFetched(found.now, words, draw) };
};
