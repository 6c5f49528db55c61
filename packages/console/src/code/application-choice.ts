import type { Application } from '@tessera/client';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { fetching } from '../parts/fetched.ts';
import { whenFetched } from '../parts/states.ts';
import type { Scene } from '../scene.ts';

/** A choice of the application as which code may use the vault, in a form under the name `application`. */
export const applicationChoice = (scene: Scene, chosen: string | undefined): (() => TemplateResult) => {
  const { words, vault, signal } = scene;
  const { reactors } = words;
  const applications = fetching(scene, async () => {
    const { data } = await vault.applications.list({ size: 100 }, { signal });
    return data.filter(({ type }) => type !== 'management');
  });
  const choice = (all: Application[]): TemplateResult => html`<label class="field narrow">
    <span>${reactors.application}</span>
    <select name="application">
      <option value="">${reactors.noApplication}</option>
      ${all.map(({ id, name }) => html`<option value=${id} ?selected=${id === chosen}>${name}</option>`)}
    </select>
  </label>`;
  return () => whenFetched(applications.now, words, choice, () => html`${nothing}`);
};

/** What stands in the choice of a form. */
export const chosenApplication = (form: FormData): { id: string } | undefined => {
  const id = String(form.get('application') ?? '');
  return id === '' ? undefined : { id };
};
