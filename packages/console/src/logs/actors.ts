import type { Log } from '@tessera/client';
import { html, type TemplateResult } from 'lit/html.js';
import { pathOf } from '../address.ts';
import { may } from '../api/session.ts';
import type { Scene } from '../scene.ts';

/** Names those who stand in the log as actors. */
export type Actors = (log: Log) => TemplateResult;

/** Names that one call asks for. */
const most = 50;

/** Looks up the names of the applications that are drawn, where the operator may see them. Until then, and for others, ids are shown. */
export const createActors = ({ session, vault, words, at, signal, redraw }: Scene): Actors => {
  const names = new Map<string, string | undefined>();
  const wanted: string[] = [];
  const ask = async () => {
    while (wanted.length > 0) {
      const { data } = await vault.applications.list({ id: wanted.splice(0, most), size: most }, { signal });
      for (const { id, name } of data) names.set(id, name);
      if (!signal.aborted) redraw();
    }
  };
  // Without names, ids stand in the log.
  const tryToAsk = () => void ask().catch(() => wanted.splice(0));
  const nameOf = (id: string): string | undefined => {
    if (!names.has(id) && may(session, 'application:read')) {
      names.set(id, undefined);
      if (wanted.push(id) === 1) queueMicrotask(tryToAsk);
    }
    return names.get(id);
  };
  return ({ actorId, actorType }) => {
    if (actorId === undefined) return html`<span class="soft">${words.logs.system}</span>`;
    if (actorId === session.operator.id)
      return html`<span><bdi>${session.operator.name}</bdi> <span class="soft">${words.logs.you}</span></span>`;
    if (actorType !== 'application')
      return html`<span><span class="soft">${words.logs.operator}</span> <code>${actorId}</code></span>`;
    const name = nameOf(actorId);
    if (name === undefined) return html`<code>${actorId}</code>`;
    return html`<a href=${at(pathOf('/applications/{id}', { id: actorId }))}>${name}</a>`;
  };
};
