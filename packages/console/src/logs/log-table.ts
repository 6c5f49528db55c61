import type { Log } from '@tessera/client';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { pathOf, withQuery } from '../address.ts';
import { may } from '../api/session.ts';
import { timeOf } from '../parts/time.ts';
import type { Scene } from '../scene.ts';
import type { Words } from '../words/words.ts';
import type { Actors } from './actors.ts';

const ofTokens: ReadonlySet<string> = new Set(['token', 'card', 'bank']);

const subject = ({ entityType, entityId }: Log, { at, session }: Scene): TemplateResult =>
  ofTokens.has(entityType) && may(session, 'token:read')
    ? html`<a href=${at(pathOf('/tokens/{id}', { id: entityId }))}><code>${entityId}</code></a>`
    : html`<code>${entityId}</code>`;

/** What a kind is called in the language of the page; one of a later version has its name in the API. */
const kindName = (kind: string, { logs: { kinds } }: Words): string =>
  Object.hasOwn(kinds, kind) ? kinds[kind as keyof typeof kinds] : kind;

/** What an update changed. */
const changesOf = ({ changes = [] }: Log) =>
  changes.length === 0
    ? nothing
    : html`<br /><span lang="en" dir="ltr">${changes.map(({ property, removed = [], added = [] }) => [property, ...removed.map((text) => `−${text}`), ...added.map((text) => `+${text}`)].join(' ')).join(', ')}</span>`;

/** The trace id of the request, with all that it left. */
const traceOf = ({ traceId }: Log, { at, words }: Scene) =>
  traceId === undefined
    ? nothing
    : html`<br /><span class="soft">${words.failures.trace}</span> <a href=${withQuery(at('/logs'), { trace_id: traceId })}><code>${traceId}</code></a>`;

/** Entries of the audit log as a table. Where a page has several, each has a `label` of its own. */
export const logTable = (
  logs: readonly Log[],
  scene: Scene,
  actors: Actors,
  label = scene.words.logs.title,
): TemplateResult => {
  const { words, language } = scene;
  if (logs.length === 0) return html`<p class="soft">${words.logs.none}</p>`;
  return html`<div class="scroller" tabindex="0" role="region" aria-label=${label}>
    <table>
      <thead>
        <tr>
          <th scope="col">${words.logs.when}</th>
          <th scope="col">${words.logs.who}</th>
          <th scope="col">${words.logs.what}</th>
          <th scope="col">${words.logs.kind}</th>
          <th scope="col">${words.logs.which}</th>
        </tr>
      </thead>
      <tbody>
        ${logs.map(
          (log) => html`<tr>
            <td class="when">${timeOf(log.createdAt, language)}</td>
            <td>${actors(log)}${log.origin === undefined ? nothing : html`<br /><span class="soft">${words.logs.origin} <span lang="en" dir="ltr">${log.origin}</span></span>`}</td>
            <td><span class="tag do-${log.operation}" lang="en" title=${log.message}>${log.operation}</span> <span class="soft wide" lang="en">${log.message}</span>${log.reason === undefined ? nothing : html`<br /><span class="soft">${words.logs.reason}</span> <bdi>${log.reason}</bdi>`}${changesOf(log)}${traceOf(log, scene)}</td>
            <td title=${log.entityType}>${kindName(log.entityType, words)}</td>
            <td>${subject(log, scene)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
};
