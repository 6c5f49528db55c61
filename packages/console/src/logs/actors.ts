import type { Log } from '@tessera/client';
import { html, type TemplateResult } from 'lit/html.js';
import { pathOf } from '../address.ts';
import { may } from '../api/session.ts';
import type { Scene } from '../scene.ts';

/** Names those who stand in the log as actors. */
export type Actors = (log: Log) => TemplateResult;

const mostNames = 100;

/** Looks up the names of a tenant's applications, where the operator may see them. Until then, and for others, ids are shown. */
export const createActors = ({ session, vault, words, at, signal, redraw }: Scene): Actors => {
  const names = new Map<string, string>();
  if (may(session, 'application:read')) {
    vault.applications
      .list({ size: mostNames }, { signal })
      .then(({ data }) => {
        for (const { id, name } of data) names.set(id, name);
        if (!signal.aborted) redraw();
      })
      // Without names, ids stand in the log.
      .catch(() => {});
  }
  return ({ actorId, actorType }) => {
    if (actorId === undefined) return html`<span class="soft">${words.logs.system}</span>`;
    if (actorId === session.operator.id)
      return html`<span><bdi>${session.operator.name}</bdi> <span class="soft">${words.logs.you}</span></span>`;
    const name = names.get(actorId);
    if (actorType !== 'application')
      return html`<span><span class="soft">${words.logs.operator}</span> <code>${actorId}</code></span>`;
    if (name === undefined) return html`<code>${actorId}</code>`;
    return html`<a href=${at(pathOf('/applications/{id}', { id: actorId }))}>${name}</a>`;
  };
};
