import type { Reactor } from '@tessera/client';
import { html, type TemplateResult } from 'lit/html.js';
import { applicationChoice, chosenApplication } from '../code/application-choice.ts';
import { codeField } from '../code/code-field.ts';
import { jsonObject } from '../code/json-object.ts';
import { testPane } from '../code/test-pane.ts';
import { attempts } from '../parts/attempts.ts';
import type { Scene } from '../scene.ts';

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
  const { reactors } = scene.words;
  const code = codeField(scene, { label: reactors.code, value: reactor?.code ?? firstCode, run: () => tests.run() });
  const first = JSON.stringify(reactor?.configuration ?? {}, null, 2);
  let typed = first;
  const configurationNow = () => jsonObject(typed, reactors.notJson) as Reactor['configuration'];
  const tests = testPane(scene, {
    ...{ kind: 'formula', code: () => code, first: { args: {} }, configuration: configurationNow },
    of: reactor && { type: 'reactor', id: reactor.id },
  });
  const application = applicationChoice(scene, reactor?.application?.id);
  const saving = attempts(scene);

  const submit = (event: Event) => {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    void saving.attempt(async () => {
      await save({
        ...{ name: String(data.get('name') ?? '').trim(), code: code.text, configuration: configurationNow() },
        application: chosenApplication(data),
      });
    });
  };
  const type = (event: Event) => {
    typed = (event.target as HTMLTextAreaElement).value;
  };
  return () => html`<form class="sheet stack" @submit=${submit}>
    <label class="field narrow"><span>${reactors.name}</span><input name="name" required maxlength="200" autocomplete="off" value=${reactor?.name ?? ''} /></label>
    ${code.draw()}
    ${application()}
    <label class="field">
      <span>${reactors.configuration}</span>
      <textarea name="configuration" class="code" rows="5" spellcheck="false" .defaultValue=${first} @input=${type}></textarea>
    </label>
    ${saving.note()}
    <div class="row"><button class="button primary" aria-disabled=${saving.busy}>${action}</button></div>
  </form>
  ${tests.draw()}`;
};
