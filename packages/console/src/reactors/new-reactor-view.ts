import { pathOf } from '../address.ts';
import type { OpenView } from '../scene.ts';
import { reactorForm } from './reactor-form.ts';

/** Making a reactor with code of its own. */
export const view: OpenView = (scene) => {
  const { words, vault, go, at, say } = scene;
  const form = reactorForm(scene, {
    action: words.reactors.create,
    save: async ({ application, ...wanted }) => {
      const { id } = await vault.reactors.create({ ...wanted, ...(application && { application }) });
      go(at(pathOf('/reactors/{id}', { id })));
      say(words.applications.saved);
    },
  });
  return { title: words.reactors.create, draw: form };
};
