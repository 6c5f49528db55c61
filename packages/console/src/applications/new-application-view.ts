import { live } from 'lit/directives/live.js';
import { html, nothing } from 'lit/html.js';
import { pathOf } from '../address.ts';
import { fetching } from '../parts/fetched.ts';
import { problemNote, whenFetched } from '../parts/states.ts';
import type { OpenView } from '../scene.ts';
import { accessMatrix } from './access-matrix.ts';
import { permissionFields } from './permission-fields.ts';
import { type ApplicationType, type PresetName, permissionsFor, presetNames, presets } from './presets.ts';
import { showKey } from './show-key.ts';

const types: readonly ApplicationType[] = ['elements', 'public', 'server_to_server', 'private', 'management'];

/** Creating an application: its job fills in what it needs, and everything can be changed. */
export const view: OpenView = (scene) => {
  const { words, vault, signal, redraw, at, go } = scene;
  const all = fetching(scene, () => vault.permissions.list({}, { signal }));
  let type: ApplicationType = 'server_to_server';
  let job: PresetName | undefined;
  let chosen: ReadonlySet<string> = new Set();
  let busy = false;
  let error: Error | undefined;

  const offered = () =>
    all.now.state === 'ready' ? all.now.value.filter(({ applicationTypes }) => applicationTypes.includes(type)) : [];
  const choose = (next: ApplicationType, name?: PresetName) => {
    type = next;
    job = name;
    chosen = new Set(
      name
        ? permissionsFor(
            presets[name],
            offered().map(({ type }) => type),
          )
        : [],
    );
    redraw();
  };
  const create = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    error = undefined;
    redraw();
    try {
      const name = String(new FormData(event.target as HTMLFormElement).get('name') ?? '').trim();
      const permissions = [...chosen] as NonNullable<Parameters<typeof vault.applications.create>[0]['permissions']>;
      const { id, key } = await vault.applications.create({ name, type, permissions });
      go(at(pathOf('/applications/{id}', { id })));
      if (key !== undefined) showKey(scene, key);
    } catch (thrown) {
      error = thrown instanceof Error ? thrown : new Error(String(thrown));
    }
    busy = false;
    redraw();
  };
  return {
    title: words.applications.create,
    draw: () => html`<form class="stack" @submit=${create}>
      <label class="field narrow"><span>${words.applications.name}</span><input name="name" required maxlength="200" autocomplete="off" /></label>
      <fieldset class="jobs">
        <legend>${words.applications.job}</legend>
        ${presetNames.map(
          (name) => html`<label class="check">
            <input type="radio" name="job" .checked=${job === name} @change=${() => choose(presets[name].type, name)} />
            <span>${words.applications.jobs[name]}</span>
          </label>`,
        )}
      </fieldset>
      <label class="field narrow">
        <span>${words.applications.type}</span>
        <select .value=${type} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value as ApplicationType)}>
          ${types.map((each) => html`<option value=${each} .selected=${live(each === type)}>${each}</option>`)}
        </select>
      </label>
      ${whenFetched(all.now, words, () =>
        permissionFields(
          offered(),
          chosen,
          (next) => {
            chosen = next;
            redraw();
          },
          words,
        ),
      )}
      ${type === 'management' ? nothing : accessMatrix({ permissions: [...chosen] as never[] }, words)}
      ${error ? problemNote(error, words) : nothing}
      <div class="row"><button class="button primary" aria-disabled=${busy}>${words.applications.create}</button></div>
    </form>`,
  };
};
