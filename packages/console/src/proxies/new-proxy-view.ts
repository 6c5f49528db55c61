import { pathOf } from '../address.ts';
import type { OpenView } from '../scene.ts';
import { proxyForm } from './proxy-form.ts';

/** Making a stored proxy. */
export const view: OpenView = (scene) => {
  const { words, vault, go, at, say } = scene;
  const form = proxyForm(scene, {
    action: words.proxies.create,
    save: async ({ application, configuration, ...wanted }) => {
      const typed = Object.entries(configuration).flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
      const { id } = await vault.proxies.create({
        ...{ ...wanted, configuration: Object.fromEntries(typed) },
        ...(application && { application }),
      });
      go(at(pathOf('/proxies/{id}', { id })));
      say(words.applications.saved);
    },
  });
  return { title: words.proxies.create, draw: form };
};
