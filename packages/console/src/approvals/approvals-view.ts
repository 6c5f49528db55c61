import type { ConsoleApproval } from '@tessera/contract/console';
import { repeat } from 'lit/directives/repeat.js';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { pathOf } from '../address.ts';
import { signWithPasskey } from '../api/passkeys.ts';
import { attempts } from '../parts/attempts.ts';
import { fetching } from '../parts/fetched.ts';
import { follow } from '../parts/follow.ts';
import { emptyState, whenFetched } from '../parts/states.ts';
import { timeOf } from '../parts/time.ts';
import type { OpenView } from '../scene.ts';
import { askToDeleteButton } from './ask-approval.ts';

type Decision = 'approved' | 'refused';

interface Asked {
  data: ConsoleApproval[];
}

/** What operators ask each other to approve. */
export const view: OpenView = (scene) => {
  const { window, words, call, tenant, signal, session, at, language } = scene;
  const { approvals } = words;
  const load = (background = false) =>
    call<Asked>('GET', '/console/approvals', { tenant: tenant.id, signal, background });
  const found = fetching(scene, () => load());
  /** Whether somebody has come back to the page since it was looked at whole. */
  let isBack = false;
  const shown = () => (found.now.state === 'ready' ? found.now.value.data : []);
  /**
   * What became of those that are shown. New ones wait until somebody comes back to the page: they would move buttons that somebody is about
   * to press.
   */
  const look = async (): Promise<Asked | undefined> => {
    const { now } = found;
    if (now.state !== 'ready' || !(isBack || shown().some(({ state }) => state === 'waiting'))) return undefined;
    const whole = isBack;
    const { data } = await load(true);
    // Meanwhile something was asked for or decided here.
    if (found.now !== now) return undefined;
    if (whole) isBack = false;
    if (whole) return { data };
    return { data: now.value.data.map((shown) => data.find(({ id }) => id === shown.id) ?? shown) };
  };
  follow(scene, found, look, () => true);
  const back = () => {
    if (window.document.hidden) return;
    isBack = true;
    // One that fails is repeated with the others.
    look().then(
      (asked) => asked && found.set(asked),
      () => {},
    );
  };
  window.document.addEventListener('visibilitychange', back, { signal });
  // Pressing a button in a window that had no focus is coming back, too.
  window.addEventListener('focus', () => shown().some(({ may_decide: mayDecide }) => mayDecide) || back(), { signal });
  const deciding = attempts(scene);
  const decide = ({ id }: ConsoleApproval, decision: Decision) =>
    void deciding.attempt(async () => {
      const ask = <Answer>(path: string, body: unknown) =>
        call<Answer>('POST', `${pathOf('/console/approvals/{id}', { id })}${path}`, {
          tenant: tenant.id,
          body,
          signal,
        });
      try {
        const options = await ask<PublicKeyCredentialRequestOptionsJSON>('/options', { decision });
        await ask('/decision', { decision, response: await signWithPasskey(window, options) });
        scene.say(approvals.states[decision]);
      } finally {
        // Also where somebody else has decided meanwhile.
        found.again();
      }
    });

  const subjects: Readonly<Record<ConsoleApproval['act'], (subject: string) => TemplateResult>> = {
    reveal: (id) => html`<a href=${at(pathOf('/tokens/{id}', { id }))}><code>${id}</code></a>`,
    'delete-tenant': () => html`${tenant.name}`,
    'destroy-key': (version) => html`${tenant.name}, ${words.keys.version(version)}`,
  };
  const button = (approval: ConsoleApproval, decision: Decision, name: string, kind: string) =>
    html`<button type="button" class="button ${kind}" aria-disabled=${deciding.busy} @click=${() => decide(approval, decision)}>${name}</button>`;

  const card = (approval: ConsoleApproval): TemplateResult => {
    const { act, state, reason, asked_by: by, asked_at: asked, expires_at: ends, decided_by: decider } = approval;
    const row = (name: string, value: unknown) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
    const isOpen = state === 'waiting' || state === 'approved';
    const isOwn = by.id === session.operator.id;
    return html`<section class="sheet stack" tabindex="-1" aria-label="${approvals.acts[act]} ${approvals.states[state]}">
      <h2>${approvals.acts[act]} <span class="tag">${approvals.states[state]}</span></h2>
      <dl class="facts">
        ${row(approvals.subject, subjects[act](approval.subject))} ${row(approvals.reason, html`<bdi>${reason}</bdi>`)}
        ${row(approvals.askedBy, html`<bdi>${by.name}</bdi> ${isOwn ? words.logs.you : nothing}, ${timeOf(asked, language)}`)}
        ${decider ? row(approvals.decidedBy, html`<bdi>${decider.name}</bdi>, ${timeOf(approval.decided_at, language)}`) : nothing}
        ${isOpen ? row(approvals.until, timeOf(ends, language)) : nothing}
      </dl>
      ${
        approval.may_decide
          ? html`<div class="row end">
              ${button(approval, 'refused', approvals.refuse, '')} ${button(approval, 'approved', approvals.approve, 'primary')}
            </div>`
          : nothing
      }
      ${isOwn && state === 'waiting' ? html`<p class="soft">${approvals.othersDecide}</p>` : nothing}
      ${isOwn && state === 'approved' ? html`<p class="soft">${approvals.nowDo}</p>` : nothing}
    </section>`;
  };

  const ask = askToDeleteButton(scene, tenant.id, found.again);
  return {
    title: approvals.title,
    draw: () => html`<p class="help">${approvals.help}</p>
      ${ask === nothing ? nothing : html`<p class="row end">${ask}</p>`}
      ${deciding.note()}
      ${whenFetched(found.now, words, ({ data }) => (data.length === 0 ? emptyState(approvals.none, approvals.noneText) : html`<div class="stack">${repeat(data, ({ id }) => id, card)}</div>`))}`,
  };
};
