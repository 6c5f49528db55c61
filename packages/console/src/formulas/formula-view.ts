import type { ReactorFormula } from '@tessera/client';
import type { ConsoleFormulaUses } from '@tessera/contract/console';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { pathOf, withQuery } from '../address.ts';
import { can, may } from '../api/session.ts';
import { codeField } from '../code/code-field.ts';
import { firstTestData, valuesFor } from '../code/first-test-data.ts';
import { testPane } from '../code/test-pane.ts';
import { confirmByName } from '../parts/confirm-name.ts';
import { copyable } from '../parts/copyable.ts';
import { fetching } from '../parts/fetched.ts';
import { whenFetched } from '../parts/states.ts';
import { timeOf } from '../parts/time.ts';
import type { OpenView, Scene } from '../scene.ts';
import type { Declared } from './declared-fields.ts';
import { formulaForm } from './formula-form.ts';

const declaredTable = (
  { words }: Scene,
  title: string,
  declared: readonly Declared[],
): TemplateResult => html`<h2>${title}</h2>
  ${
    declared.length === 0
      ? html`<p class="soft">${words.formulas.nothingDeclared}</p>`
      : html`<dl class="facts">
          ${declared.map(({ name, type, description, optional }) => html`<div><dt><code>${name}</code></dt><dd>${words.formulas.valueTypes[type]}${optional ? html` (${words.formulas.optional})` : nothing}${description ? html`: ${description}` : nothing}</dd></div>`)}
        </dl>`
  }`;

/** A formula: its code, what it asks for, and which reactors run it. Official ones are for reading and copying. */
export const view: OpenView = (scene) => {
  const { words, vault, call, tenant, signal, params, session, at, language } = scene;
  const { formulas } = words;
  const id = params.id ?? '';
  let body: (() => TemplateResult) | undefined;

  const readOnly = (formula: ReactorFormula): (() => TemplateResult) => {
    const code = codeField(scene, {
      ...{ label: words.reactors.code, value: formula.code, readOnly: true, run: () => tests.run() },
    });
    const tests = testPane(scene, {
      ...{ kind: 'formula', code: () => code, of: { type: 'reactor_formula', id } },
      first: { ...firstTestData(formula), configuration: valuesFor(formula.configuration) },
    });
    return () => html`<section class="sheet stack" aria-label=${formulas.one}>
        ${formula.description === undefined ? nothing : html`<p>${formula.description}</p>`}
        ${code.draw()} ${declaredTable(scene, formulas.settings, formula.configuration)}
        ${declaredTable(scene, formulas.parameters, formula.requestParameters)}
      </section>
      ${tests.draw()}`;
  };
  const found = fetching(scene, async () => {
    const formula = await vault.reactorFormulas.retrieve(id, { signal });
    const isOwn = formula.type === 'private' && may(session, 'reactor:update');
    body = isOwn
      ? formulaForm(scene, {
          ...{ draft: formula, id, action: words.actions.save },
          save: async (wanted) => {
            // The form stays, and with it the test data.
            found.set(await vault.reactorFormulas.update(id, wanted));
            scene.say(words.applications.saved);
          },
        })
      : readOnly(formula);
    return formula;
  });
  const uses = can(session, 'code:run')
    ? fetching(scene, () =>
        call<ConsoleFormulaUses>('GET', pathOf('/console/formulas/{id}/reactors', { id }), {
          tenant: tenant.id,
          signal,
        }),
      )
    : undefined;
  const users = ({ data, more }: ConsoleFormulaUses): TemplateResult =>
    data.length === 0
      ? html`<p class="soft">${formulas.unused}</p>`
      : html`<ul class="tags">${data.map((reactor) => html`<li><a href=${at(pathOf('/reactors/{id}', { id: reactor.id }))}>${reactor.name}</a></li>`)}</ul>
          ${more ? html`<p class="soft">${formulas.moreUses}</p>` : nothing}`;
  const remove = ({ name }: ReactorFormula) =>
    confirmByName(scene, {
      title: formulas.deleteTitle,
      text: formulas.deleteText,
      name,
      action: words.actions.delete,
      run: async () => {
        await vault.reactorFormulas.delete(id);
        scene.go(at('/formulas'), { replace: true });
        scene.say(formulas.deleted);
      },
    });
  const draw = (formula: ReactorFormula): TemplateResult => html`<p class="row wrap">
      <b>${formula.name}</b> <span class="tag">${formulas.types[formula.type]}</span> ${copyable(id, scene)}
    </p>
    <p class="soft">
      ${words.tokens.created} ${timeOf(formula.createdAt, language)}
      ${formula.modifiedAt === undefined ? nothing : html`· ${words.tokens.modified} ${timeOf(formula.modifiedAt, language)}`}
      ${may(session, 'log:read') ? html`· <a href=${withQuery(at('/logs'), { entity_id: id })}>${words.reactors.changes}</a>` : nothing}
    </p>
    ${formula.type === 'official' ? html`<p class="help">${formulas.officialText}</p>` : nothing}
    ${body?.()}
    ${uses ? html`<section class="sheet stack" aria-label=${formulas.uses}><h2>${formulas.uses}</h2>${whenFetched(uses.now, words, users)}</section>` : nothing}
    <p class="row end wrap">
      ${may(session, 'reactor:create') ? html`<a class="button" href=${withQuery(at('/new-formula'), { from: id })}>${formulas.copy}</a>` : nothing}
      ${
        formula.type === 'private' && may(session, 'reactor:delete')
          ? html`<button type="button" class="button danger" @click=${() => remove(formula)}>${formulas.delete}</button>`
          : nothing
      }
    </p>`;
  return { title: formulas.one, draw: () => whenFetched(found.now, words, draw) };
};
