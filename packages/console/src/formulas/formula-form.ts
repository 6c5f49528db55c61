import type { ReactorFormula, SaveReactorFormula } from '@tessera/client';
import { html, type TemplateResult } from 'lit/html.js';
import { codeField } from '../code/code-field.ts';
import { firstTestData, valuesFor } from '../code/first-test-data.ts';
import { testPane } from '../code/test-pane.ts';
import { attempts } from '../parts/attempts.ts';
import type { Scene } from '../scene.ts';
import { tokenTypes } from '../tokens/token-types.ts';
import { declaredFields } from './declared-fields.ts';

/** What new code begins as. */
const firstCode = `module.exports = async function (context) {
  const { sourceToken, args, configuration } = context;
  return { raw: { hello: 'world' } };
};
`;

/** The parts of a formula that its author decides. */
export type Draft = Pick<
  ReactorFormula,
  'name' | 'description' | 'icon' | 'sourceTokenType' | 'code' | 'configuration' | 'requestParameters'
>;

const newDraft: Draft = {
  ...{ name: '', sourceTokenType: 'card', code: firstCode, configuration: [], requestParameters: [] },
};

/** The form of a private formula. `save` gets what stands in it. */
export const formulaForm = (
  scene: Scene,
  {
    draft = newDraft,
    id,
    action,
    save,
  }: {
    draft?: Draft | undefined;
    /** Of one that is saved already. */
    id?: string;
    action: string;
    save(wanted: SaveReactorFormula): Promise<void>;
  },
): (() => TemplateResult) => {
  const { words } = scene;
  const { formulas } = words;
  const saving = attempts(scene);
  const code = codeField(scene, { label: words.reactors.code, value: draft.code, run: () => tests.run() });
  const settings = declaredFields(scene, {
    ...{ title: formulas.settings, first: draft.configuration, mayBeOptional: false },
  });
  const parameters = declaredFields(scene, {
    ...{ title: formulas.parameters, first: draft.requestParameters, mayBeOptional: true },
  });
  const tests = testPane(scene, {
    ...{ kind: 'formula', code: () => code, of: id === undefined ? undefined : { type: 'reactor_formula', id } },
    first: { ...firstTestData(draft), configuration: valuesFor(draft.configuration) },
  });

  const submit = (event: Event) => {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const text = (name: string) => String(data.get(name) ?? '').trim();
    const description = text('description');
    void saving.attempt(() =>
      save({
        ...{ type: 'private', name: text('name'), code: code.text },
        sourceTokenType: text('source_token_type') as ReactorFormula['sourceTokenType'],
        ...(description !== '' && { description }),
        ...(draft.icon !== undefined && { icon: draft.icon }),
        ...{ configuration: settings.declared, requestParameters: parameters.declared },
      }),
    );
  };
  return () => html`<form class="sheet stack" @submit=${submit}>
      <label class="field narrow"><span>${formulas.name}</span><input name="name" required maxlength="200" autocomplete="off" value=${draft.name} /></label>
      <label class="field"><span>${formulas.description}</span><input name="description" maxlength="1000" autocomplete="off" value=${draft.description ?? ''} /></label>
      <label class="field narrow">
        <span>${formulas.source}</span>
        <select name="source_token_type">
          ${tokenTypes.map((type) => html`<option value=${type} ?selected=${type === draft.sourceTokenType}>${type}</option>`)}
        </select>
      </label>
      ${code.draw()} ${settings.draw()} ${parameters.draw()} ${saving.note()}
      <div class="row"><button class="button primary" aria-disabled=${saving.busy}>${action}</button></div>
    </form>
    ${tests.draw()}`;
};
