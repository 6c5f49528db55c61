import type { Token } from '@tessera/client';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { withQuery } from '../address.ts';
import { may } from '../api/session.ts';
import { createActors } from '../logs/actors.ts';
import { logTable } from '../logs/log-table.ts';
import { asError } from '../parts/as-error.ts';
import { confirmByName } from '../parts/confirm-name.ts';
import { copyable } from '../parts/copyable.ts';
import { fetching } from '../parts/fetched.ts';
import { problemNote, titleOf, whenFetched } from '../parts/states.ts';
import { timeOf } from '../parts/time.ts';
import type { OpenView, Scene } from '../scene.ts';
import { associationGraph } from './association-graph.ts';
import { associationsOf, readChildren } from './associations.ts';
import { revealButton } from './reveal-dialog.ts';
import { wholeData } from './shown-data.ts';

const fact = (name: string, value: unknown): TemplateResult | typeof nothing =>
  value === undefined || value === null || value === '' ? nothing : html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

const code = (text: string | undefined) => (text === undefined ? undefined : html`<code>${text}</code>`);

const facts = (token: Token, scene: Scene): TemplateResult => {
  const { words, language, at } = scene;
  const { privacy, containers = [], searchIndexes = [] } = token;
  const same = (fingerprint: string) => withQuery(at('/tokens'), { query: `fingerprint:${fingerprint}` });
  return html`<dl class="facts">
    ${fact(words.tokens.type, html`<span class="tag kind">${token.type}</span>`)}
    ${fact(words.tokens.classification, privacy.classification)} ${fact(words.tokens.impactLevel, privacy.impactLevel)}
    ${fact(words.tokens.restriction, privacy.restrictionPolicy)}
    ${fact(words.tokens.container, containers.length > 0 ? containers.map((path) => html`<code>${path}</code> `) : undefined)}
    ${fact(words.tokens.created, timeOf(token.createdAt, language))}
    ${fact(words.tokens.createdBy, code(token.createdBy))}
    ${token.modifiedAt === token.createdAt ? nothing : fact(words.tokens.modified, timeOf(token.modifiedAt, language))}
    ${token.modifiedBy === token.createdBy ? nothing : fact(words.tokens.modifiedBy, code(token.modifiedBy))}
    ${token.expiresAt === undefined ? nothing : fact(words.tokens.expires, timeOf(token.expiresAt, language))}
    ${
      token.fingerprint === undefined
        ? nothing
        : fact(
            words.tokens.fingerprint,
            html`<a href=${same(token.fingerprint)} title=${words.tokens.sameFingerprint}><code>${token.fingerprint}</code></a>`,
          )
    }
    ${fact(words.tokens.indexes, searchIndexes.length > 0 ? searchIndexes.map((each) => html`<code class="block">${each}</code>`) : undefined)}
  </dl>`;
};

const metadataOf = ({ metadata = {} }: Token, { words, at }: Scene): TemplateResult => {
  const entries = Object.entries(metadata);
  if (entries.length === 0) return html`<p class="soft">${words.tokens.noMetadata}</p>`;
  const quoted = (text: string) => `"${text.replace(/["\\]/g, (char) => `\\${char}`)}"`;
  return html`<dl class="facts">
    ${entries.map(
      ([key, value]) =>
        html`<div>
          <dt><code>${key}</code></dt>
          <dd><a href=${withQuery(at('/tokens'), { query: `metadata.${quoted(key)}:${quoted(value)}` })}>${value}</a></dd>
        </div>`,
    )}
  </dl>`;
};

const part = (title: string, body: unknown): TemplateResult =>
  html`<section class="sheet"><h2>${title}</h2>${body}</section>`;

/** One token: what it is, how it is protected, what belongs to it, and who did what with it. */
export const view: OpenView = (scene) => {
  const { words, vault, params, signal, session, at } = scene;
  const id = params.id ?? '';
  const token = fetching(scene, () => vault.tokens.retrieve(id, { signal }));
  const associations = fetching(scene, async () => {
    const { type } = await vault.tokens.retrieve(id, { signal });
    return await readChildren(vault, associationsOf({ id, type }), id, signal);
  });
  const actors = createActors(scene);
  const history = may(session, 'log:read')
    ? fetching(scene, () => vault.logs.list({ details: 'true', entityId: id, size: 20 }, { signal }))
    : undefined;

  const expand = async (child: string) => {
    const { now } = associations;
    if (now.state !== 'ready') return;
    try {
      associations.set(await readChildren(vault, now.value, child, signal));
    } catch (thrown) {
      if (!signal.aborted) scene.say(titleOf(asError(thrown), words));
    }
  };
  const remove = () =>
    confirmByName(scene, {
      title: words.tokens.deleteTitle,
      text: words.tokens.deleteText,
      name: id,
      action: words.actions.delete,
      run: async () => {
        await vault.tokens.delete(id);
        scene.go(at('/tokens'), { replace: true });
        scene.say(words.tokens.deleted);
      },
    });

  const draw = (value: Token) => html`<div class="columns">
      ${part(words.tokens.facts, facts(value, scene))}
      <div class="stack">
        ${part(words.tokens.masked, html`<div class="stack">${wholeData(value, words)}<div class="row">${revealButton(scene, id)}</div></div>`)} ${part(words.tokens.metadata, metadataOf(value, scene))}
      </div>
    </div>
    ${part(
      words.tokens.associations,
      whenFetched(associations.now, words, (nodes) =>
        (nodes.get(id)?.children ?? []).length === 0
          ? html`<p class="soft">${words.tokens.noChildren}</p>`
          : associationGraph(nodes, scene, expand),
      ),
    )}
    ${
      history
        ? part(
            words.tokens.history,
            html`<p class="help">${words.tokens.historyText}</p>
              ${whenFetched(
                history.now,
                words,
                ({ data, pagination }) => html`${logTable(data, scene, actors)}
                ${pagination.totalItems > data.length ? html`<p><a class="button" href=${withQuery(at('/logs'), { entity_id: id })}>${words.tokens.wholeHistory}</a></p>` : nothing}`,
              )}`,
          )
        : nothing
    }
    ${may(session, 'token:delete') ? html`<p class="row end"><button type="button" class="button danger" @click=${remove}>${words.tokens.delete}</button></p>` : nothing}`;

  return {
    title: words.tokens.one,
    draw: () => html`<p class="lead">${copyable(id, scene)}</p>
      ${
        token.now.state === 'failed'
          ? problemNote(
              token.now.error,
              words,
              token.now.again,
              html`<a class="button" href=${at('/tokens')}>${words.tokens.all}</a>`,
            )
          : whenFetched(token.now, words, draw)
      }`,
  };
};
