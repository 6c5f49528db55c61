import type { Application, Reactor } from '@tessera/client';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { attempts } from '../parts/attempts.ts';
import { fetching } from '../parts/fetched.ts';
import { whenFetched } from '../parts/states.ts';
import type { Scene } from '../scene.ts';
import { codeField } from './code-field.ts';

/** What a form gives of a reactor with code of its own. */
export interface WantedReactor {
  name: string;
  code: string;
  application: { id: string } | undefined;
  configuration: Reactor['configuration'];
}

/** What new code begins as. */
const firstCode = `module.exports = async function (context) {
  const { args, configuration } = context;
  return { raw: { hello: 'world' } };
};
`;

/** The form of a reactor with code of its own. `save` gets what stands in it. */
export const reactorForm = (
  scene: Scene,
  { reactor, action, save }: { reactor?: Reactor; action: string; save(wanted: WantedReactor): Promise<void> },
): (() => TemplateResult) => {
  const { words, vault, signal } = scene;
  const { reactors } = words;
  const code = codeField(scene, { label: reactors.code, value: reactor?.code ?? firstCode });
  const applications = fetching(scene, async () => {
    const { data } = await vault.applications.list({ size: 100 }, { signal });
    return data.filter(({ type }) => type !== 'management');
  });
  const saving = attempts(scene);

  const submit = (event: Event) => {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    void saving.attempt(async () => {
      const text = String(data.get('configuration') ?? '').trim();
      let configuration: Reactor['configuration'];
      try {
        configuration = JSON.parse(text === '' ? '{}' : text) as Reactor['configuration'];
      } catch (thrown) {
        throw new Error(`${reactors.notJson} ${thrown instanceof Error ? thrown.message : ''}`, { cause: thrown });
      }
      const id = String(data.get('application') ?? '');
      await save({
        ...{ name: String(data.get('name') ?? '').trim(), code: code.text, configuration },
        application: id === '' ? undefined : { id },
      });
    });
  };
  const acting = (all: Application[]): TemplateResult => html`<label class="field narrow">
    <span>${reactors.application}</span>
    <select name="application">
      <option value="">${reactors.noApplication}</option>
      ${all.map(({ id, name }) => html`<option value=${id} ?selected=${id === reactor?.application?.id}>${name}</option>`)}
    </select>
  </label>`;
  return () => html`<form class="sheet stack" @submit=${submit}>
    <label class="field narrow"><span>${reactors.name}</span><input name="name" required maxlength="200" autocomplete="off" value=${reactor?.name ?? ''} /></label>
    ${code.draw()}
    <p class="help">${reactors.tryText} <code>tessera-vault reactor run code.js --token card.json</code></p>
    ${whenFetched(applications.now, words, acting, () => html`${nothing}`)}
    <label class="field">
      <span>${reactors.configuration}</span>
      <textarea name="configuration" class="code" rows="5" spellcheck="false" .defaultValue=${JSON.stringify(reactor?.configuration ?? {}, null, 2)}></textarea>
    </label>
    ${saving.note()}
    <div class="row"><button class="button primary" ?disabled=${saving.busy}>${action}</button></div>
  </form>`;
};
