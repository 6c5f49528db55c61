import type { Application } from '@tessera/client';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { may } from '../api/session.ts';
import { confirmByName } from '../parts/confirm-name.ts';
import { copyable } from '../parts/copyable.ts';
import { fetching } from '../parts/fetched.ts';
import { problemNote, whenFetched } from '../parts/states.ts';
import { timeOf } from '../parts/time.ts';
import type { OpenView, Scene } from '../scene.ts';
import { accessMatrix } from './access-matrix.ts';
import { keysPart } from './keys-part.ts';
import { permissionFields } from './permission-fields.ts';

/** A part of the page; it has the name where the focus may go to it. */
const part = (title: string, body: unknown, name?: string): TemplateResult =>
  html`<section class="sheet stack" tabindex=${name ? -1 : nothing} aria-label=${name ?? nothing}><h2>${title}</h2>${body}</section>`;

const rulesTable = ({ rules = [], warnings = [] }: Application, { words: { applications } }: Scene): TemplateResult =>
  html`${warnings.map((warning) => html`<p class="note">${warning}</p>`)}
    <div class="scroller" tabindex="0" role="region" aria-label=${applications.rules}>
      <table>
        <thead>
          <tr>
            <th scope="col">${applications.order}</th>
            <th scope="col">${applications.container}</th>
            <th scope="col">${applications.shown}</th>
            <th scope="col">${applications.permissions}</th>
            <th scope="col">${applications.note}</th>
          </tr>
        </thead>
        <tbody>
          ${rules.map(
            ({ priority, container, transform, permissions, description }) => html`<tr>
              <td>${priority}</td>
              <td><code>${container}</code></td>
              <td>${applications.transforms[transform]}</td>
              <td>${permissions.map((name) => html`<code class="tag">${name}</code> `)}</td>
              <td>${description ?? ''}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;

/** One application: what its keys may do, and the keys. */
export const view: OpenView = (scene) => {
  const { words, vault, params, signal, session, redraw, language, at } = scene;
  const id = params.id ?? '';
  let keys: (() => TemplateResult) | undefined;
  let editing: { chosen: ReadonlySet<string>; name: string; busy: boolean; error?: Error | undefined } | undefined;
  const application = fetching(scene, async () => {
    const found = await vault.applications.retrieve(id, { signal });
    keys ??= keysPart(scene, found, () => (application.now.state === 'ready' ? application.now.value : found).name);
    return found;
  });
  const offered = fetching(scene, () => vault.permissions.list({}, { signal }));

  const save = async (event: Event, value: Application) => {
    event.preventDefault();
    if (!editing || editing.busy) return;
    const mine = editing;
    mine.busy = true;
    redraw();
    try {
      const permissions = [...mine.chosen] as Application['permissions'];
      const { rules } = value;
      const changed = await vault.applications.update(id, {
        name: mine.name,
        ...(rules ? { rules } : { permissions }),
      });
      editing = undefined;
      application.set({ ...value, ...changed });
      scene.say(words.applications.saved);
    } catch (thrown) {
      mine.error = thrown instanceof Error ? thrown : new Error(String(thrown));
    }
    mine.busy = false;
    redraw();
  };
  const remove = ({ name }: Application) =>
    confirmByName(scene, {
      title: words.applications.deleteTitle,
      text: words.applications.deleteText,
      name,
      action: words.actions.delete,
      run: async () => {
        await vault.applications.delete(id);
        scene.go(at('/applications'), { replace: true });
        scene.say(words.applications.deleted);
      },
    });

  const editor = (value: Application): TemplateResult => {
    const mine = editing;
    if (!mine) return html``;
    const fields = (all: { type: string; description: string; applicationTypes: string[] }[]) =>
      permissionFields(
        all.filter(({ applicationTypes }) => applicationTypes.includes(value.type)),
        mine.chosen,
        (chosen) => {
          mine.chosen = chosen;
          redraw();
        },
        words,
      );
    const rename = (event: Event) => {
      mine.name = (event.target as HTMLInputElement).value;
    };
    const stop = () => {
      editing = undefined;
      redraw();
    };
    return html`<form class="stack" @submit=${(event: Event) => save(event, value)}>
      <label class="field narrow"><span>${words.applications.name}</span><input required maxlength="200" .value=${mine.name} @input=${rename} /></label>
      ${value.rules ? nothing : whenFetched(offered.now, words, fields)}
      ${mine.error ? problemNote(mine.error, words) : nothing}
      <div class="row">
        <button class="button primary" aria-disabled=${mine.busy}>${words.actions.save}</button>
        <button type="button" class="button" @click=${stop}>${words.actions.cancel}</button>
      </div>
    </form>`;
  };
  const sees = (value: Application): TemplateResult => {
    if (value.rules) return rulesTable(value, scene);
    if (value.type === 'management') return html`<p>${words.applications.noTokens}</p>`;
    return accessMatrix(
      { permissions: editing ? ([...editing.chosen] as Application['permissions']) : value.permissions },
      words,
    );
  };
  const edit = ({ permissions, name }: Application) => {
    editing = { chosen: new Set(permissions), name, busy: false };
    redraw();
  };
  const draw = (value: Application) => html`<p class="row wrap">
      <b>${value.name}</b> <span class="tag kind">${value.type}</span> ${copyable(id, scene)}
    </p>
    ${part(words.applications.sees, sees(value))}
    ${part(
      words.applications.access,
      editing
        ? editor(value)
        : html`<p class="tags">${value.permissions.map((name) => html`<code class="tag">${name}</code>`)}</p>
            <p class="soft">
              ${words.tokens.created} ${timeOf(value.createdAt, language)}
              ${value.expiresAt === undefined ? nothing : html`· ${words.tokens.expires} ${timeOf(value.expiresAt, language)}`}
            </p>
            ${may(session, 'application:update') ? html`<p class="row"><button type="button" class="button" @click=${() => edit(value)}>${words.actions.change}</button></p>` : nothing}`,
      words.applications.access,
    )}
    ${part(words.applications.keys, keys?.())}
    ${
      may(session, 'application:delete')
        ? html`<p class="row end"><button type="button" class="button danger" @click=${() => remove(value)}>${words.applications.delete}</button></p>`
        : nothing
    }`;
  return { title: words.applications.one, draw: () => whenFetched(application.now, words, draw) };
};
