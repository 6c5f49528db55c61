import type { Webhook, WebhookDelivery } from '@tessera/client';
import { repeat } from 'lit/directives/repeat.js';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { withQuery } from '../address.ts';
import { may } from '../api/session.ts';
import { attempts } from '../parts/attempts.ts';
import { copyable } from '../parts/copyable.ts';
import { fetching } from '../parts/fetched.ts';
import { emptyState, whenFetched } from '../parts/states.ts';
import { timeOf } from '../parts/time.ts';
import type { OpenView } from '../scene.ts';

interface Told {
  webhook: Webhook;
  /** The newest, and those that failed where these are older. */
  deliveries: WebhookDelivery[];
}

/** How many of a kind are shown. */
const most = 20;

const newestFirst = (some: readonly WebhookDelivery[]): WebhookDelivery[] =>
  [...new Map(some.map((each) => [each.id, each])).values()].sort((a, b) => b.createdAt.localeCompare(a.createdAt));

/** Where a tenant has events sent, and what became of them. */
export const view: OpenView = (scene) => {
  const { words, vault, signal, session, language, at } = scene;
  const { logs, failures, actions } = words;
  const title = logs.kinds.webhook;

  const read = async (webhook: Webhook): Promise<Told> => {
    const list = async (query: { status?: 'failed' }) =>
      (await vault.webhooks.deliveries.list(webhook.id, { ...query, size: most }, { signal })).data;
    const [newest, failed] = await Promise.all([list({}), list({ status: 'failed' })]);
    return { webhook, deliveries: newestFirst([...newest, ...failed]) };
  };
  const found = fetching(scene, async () => {
    const { data } = await vault.webhooks.list({ size: most }, { signal });
    return await Promise.all(data.map(read));
  });
  const sending = attempts(scene);
  const sendAgain = ({ webhookId, id }: WebhookDelivery) =>
    void sending.attempt(async () => {
      await vault.webhooks.deliveries.redeliver(webhookId, id);
      found.again();
    });

  const row = (delivery: WebhookDelivery): TemplateResult => {
    const { status, eventType, entityId, error, responseStatus, nextAttemptAt } = delivery;
    return html`<tr>
      <td class="when">${timeOf(delivery.createdAt, language)}</td>
      <td><code>${eventType}</code></td>
      <td>
        ${may(session, 'log:read') ? html`<a href=${withQuery(at('/logs'), { entity_id: entityId })}><code>${entityId}</code></a>` : html`<code>${entityId}</code>`}
      </td>
      <td>${responseStatus === undefined ? nothing : html`<span class="tag">${responseStatus}</span>`}</td>
      <td class="wide">
        <span class="tag" lang="en">${status}</span> <span class="soft">${delivery.attempts.toLocaleString(language)} ×</span>
        ${error === undefined ? nothing : html`<span lang="en" dir="auto">${error}</span>`}
        ${nextAttemptAt === undefined ? nothing : html`<span class="soft">→ ${timeOf(nextAttemptAt, language)}</span>`}
      </td>
      <td>
        ${
          status === 'failed' && may(session, 'webhooks:update')
            ? html`<button type="button" class="button small" aria-disabled=${sending.busy} aria-label="${actions.tryAgain}: ${eventType} ${entityId}" @click=${() => sendAgain(delivery)}>${actions.tryAgain}</button>`
            : nothing
        }
      </td>
    </tr>`;
  };
  const table = (deliveries: Told['deliveries'], name: string): TemplateResult =>
    html`<div class="scroller" tabindex="0" role="region" aria-label=${name}>
      <table>
        <thead>
          <tr>
            <th scope="col">${logs.when}</th>
            <th scope="col">${logs.kind}</th>
            <th scope="col">${logs.which}</th>
            <th scope="col">${failures.status}</th>
            <th scope="col">${failures.what}</th>
            <th scope="col"><span class="sr-only">${words.palette.action}</span></th>
          </tr>
        </thead>
        <tbody>${repeat(deliveries, ({ id }) => id, row)}</tbody>
      </table>
    </div>`;
  const part = ({ webhook, deliveries }: Told): TemplateResult => html`<section class="sheet stack">
    <h2><bdi>${webhook.name}</bdi> <span class="tag" lang="en">${webhook.status}</span></h2>
    <p>${copyable(webhook.url, scene)}</p>
    <p class="tags">${webhook.events.map((name) => html`<code class="tag">${name}</code> `)}</p>
    ${deliveries.length === 0 ? html`<p class="soft">${logs.none}</p>` : table(deliveries, webhook.name)}
  </section>`;

  return {
    title,
    draw: () => html`${sending.note()}
      ${whenFetched(found.now, words, (all) => (all.length === 0 ? emptyState(logs.none, '') : html`<div class="stack">${repeat(all, ({ webhook }) => webhook.id, part)}</div>`))}`,
  };
};
