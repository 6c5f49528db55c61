import { html } from 'lit/html.js';
import { copyable } from '../parts/copyable.ts';
import type { Scene } from '../scene.ts';

/** Shows a new API key, which nobody can see again. */
export const showKey = (scene: Scene, key: string): void =>
  scene.showDialog({
    title: scene.words.applications.newKey,
    body: () => html`<div class="stack">
      <p>${scene.words.applications.newKeyText}</p>
      <p class="secret">${copyable(key, scene)}</p>
      <div class="row end">
        <button type="button" class="button primary" @click=${scene.closeDialog}>${scene.words.actions.done}</button>
      </div>
    </div>`,
  });
