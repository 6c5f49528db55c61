import { pathOf } from '../address.ts';
import { fetching } from '../parts/fetched.ts';
import { whenFetched } from '../parts/states.ts';
import type { OpenView } from '../scene.ts';
import { formulaForm } from './formula-form.ts';

/** Making a private formula, from nothing or as a copy of the one that `from` names. */
export const view: OpenView = (scene) => {
  const { words, vault, query, signal, go, at, say } = scene;
  const from = query.get('from');
  const form = fetching(scene, async () => {
    const draft = from ? await vault.reactorFormulas.retrieve(from, { signal }) : undefined;
    return formulaForm(scene, {
      ...{ draft, action: words.formulas.create },
      save: async (wanted) => {
        const { id } = await vault.reactorFormulas.create(wanted);
        go(at(pathOf('/formulas/{id}', { id })));
        say(words.applications.saved);
      },
    });
  });
  return { title: words.formulas.create, draw: () => whenFetched(form.now, words, (draw) => draw()) };
};
