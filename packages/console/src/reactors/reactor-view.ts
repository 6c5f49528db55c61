import type { Reactor } from '@tessera/client';
import type { ConsoleReactorFailures } from '@tessera/contract/console';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { pathOf, withQuery } from '../address.ts';
import { can, may } from '../api/session.ts';
import { codeField } from '../code/code-field.ts';
import { firstTestData } from '../code/first-test-data.ts';
import { testPane } from '../code/test-pane.ts';
import { confirmByName } from '../parts/confirm-name.ts';
import { copyable } from '../parts/copyable.ts';
import { fetching } from '../parts/fetched.ts';
import { whenFetched } from '../parts/states.ts';
import { timeOf } from '../parts/time.ts';
import type { OpenView } from '../scene.ts';
import { failuresPart } from './failures-part.ts';
import { reactorForm } from './reactor-form.ts';

/** A reactor: its code, which can be changed where it is its own, and its configuration. */
export const view: OpenView = (scene) => {
  const { words, vault, call, tenant, signal, params, session, at, language } = scene;
  const { reactors } = words;
  const id = params.id ?? '';
  let body: (() => TemplateResult) | undefined;

  const ofFormula = ({ formula, configuration }: Reactor): (() => TemplateResult) => {
    const code = codeField(scene, {
      ...{ label: reactors.code, value: formula?.code ?? '', readOnly: true },
      run: () => tests.run(),
    });
    const tests = testPane(scene, {
      ...{ kind: 'formula', code: () => code, configuration: () => configuration, of: { type: 'reactor', id } },
      first: firstTestData(formula),
    });
    return () => html`<section class="sheet stack">
      <h2><a href=${at(pathOf('/formulas/{id}', { id: formula?.id ?? '' }))}>${formula?.name}</a> <span class="tag">${formula?.type}</span></h2>
      <p class="help">${reactors.ofFormula}</p>
      ${code.draw()}
      <h3>${reactors.configuration}</h3>
      <pre class="value"><code>${JSON.stringify(configuration, null, 2)}</code></pre>
    </section>
    ${tests.draw()}`;
  };
  const readOnly = (reactor: Reactor): (() => TemplateResult) => {
    if (reactor.formula) return ofFormula(reactor);
    const code = codeField(scene, { label: reactors.code, value: reactor.code ?? '', readOnly: true });
    return () => html`<section class="sheet stack">${code.draw()}</section>`;
  };
  const found = fetching(scene, async () => {
    const reactor = await vault.reactors.retrieve(id, { signal });
    body =
      reactor.formula || !may(session, 'reactor:update')
        ? readOnly(reactor)
        : reactorForm(scene, {
            ...{ reactor, action: words.actions.save },
            save: async ({ application, ...wanted }) => {
              // The form stays, and with it the test data.
              found.set(await vault.reactors.update(id, { ...wanted, application: application ?? null }));
              scene.say(words.applications.saved);
            },
          });
    return reactor;
  });
  const failures = can(session, 'code:run')
    ? fetching(scene, () =>
        call<ConsoleReactorFailures>('GET', pathOf('/console/reactors/{id}/failures', { id }), {
          ...{ tenant: tenant.id, signal },
        }),
      )
    : undefined;
  const remove = ({ name }: Reactor) =>
    confirmByName(scene, {
      title: reactors.deleteTitle,
      text: reactors.deleteText,
      name,
      action: words.actions.delete,
      run: async () => {
        await vault.reactors.delete(id);
        scene.go(at('/reactors'), { replace: true });
        scene.say(reactors.deleted);
      },
    });
  const draw = (
    reactor: Reactor,
  ): TemplateResult => html`<p class="row wrap"><b>${reactor.name}</b> ${copyable(id, scene)}</p>
    <p class="soft">
      ${words.tokens.created} ${timeOf(reactor.createdAt, language)}
      ${reactor.modifiedAt === undefined ? nothing : html`· ${words.tokens.modified} ${timeOf(reactor.modifiedAt, language)}`}
      ${may(session, 'log:read') ? html`· <a href=${withQuery(at('/logs'), { entity_id: id })}>${reactors.changes}</a>` : nothing}
    </p>
    ${body?.()} ${failures ? failuresPart(scene, failures.now) : nothing}
    ${
      may(session, 'reactor:delete')
        ? html`<p class="row end"><button type="button" class="button danger" @click=${() => remove(reactor)}>${reactors.delete}</button></p>`
        : nothing
    }`;
  return { title: reactors.one, draw: () => whenFetched(found.now, words, draw) };
};
