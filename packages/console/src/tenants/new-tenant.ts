import type { Answer } from '@tessera/contract';
import type { consoleContract } from '@tessera/contract/console';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { showKey } from '../applications/show-key.ts';
import { attempts } from '../parts/attempts.ts';
import type { Scene } from '../scene.ts';
import { quotaFields, readQuota } from './quota-fields.ts';

/** Makes a tenant. Where the vault names no tenant for its pages, the person has to agree that their fields stop working. */
export const newTenant = (scene: Scene, made: () => void) => {
  const { words, call } = scene;
  const { tenants } = words;
  const creating = attempts(scene);

  const create = (event: Event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const data = new FormData(form);
    const body = {
      name: String(data.get('name') ?? '').trim(),
      test_mode: data.has('test_mode'),
      stop_unpinned_pages: data.has('stop_unpinned_pages'),
      ...readQuota(data),
    };
    void creating.attempt(async () => {
      const { key } = await call<Answer<typeof consoleContract.tenants.create>>('POST', '/console/tenants', { body });
      form.reset();
      made();
      await scene.renewSession();
      showKey(scene, key);
    });
  };
  return ({ pinned }: { pinned: boolean }): TemplateResult => html`<form class="sheet stack" @submit=${create}>
    <h2>${tenants.create}</h2>
    <div class="filters">
      <label class="field grow"><span>${tenants.name}</span><input name="name" required maxlength="200" autocomplete="off" /></label>
      ${quotaFields(words)}
    </div>
    <label class="check"><input type="checkbox" name="test_mode" /><span>${tenants.testModeText}</span></label>
    ${
      pinned
        ? nothing
        : html`<label class="check"><input type="checkbox" name="stop_unpinned_pages" /><span>${tenants.stopPages}</span></label>`
    }
    ${creating.note()}
    <div class="row"><button class="button primary" aria-disabled=${creating.busy}>${tenants.create}</button></div>
  </form>`;
};
