import type { Answer } from '@tessera/contract';
import type { consoleContract } from '@tessera/contract/console';
import { html } from 'lit/html.js';
import { copyable } from '../parts/copyable.ts';
import { timeOf } from '../parts/time.ts';
import type { Scene } from '../scene.ts';

/** What the server answers to an invitation. */
export type Invitation = Answer<typeof consoleContract.operators.invite>;

/** Shows the link of an invitation, which nobody can see again. */
export const showLink = (scene: Scene, { link, expires_at: expiresAt, operator }: Invitation): void => {
  const { words, language, closeDialog } = scene;
  scene.showDialog({
    title: words.operators.link,
    body: () => html`<div class="stack">
      <p>${words.operators.linkText(operator.name)}</p>
      <p class="secret">${copyable(link, scene)}</p>
      <p class="soft">${words.operators.linkUntil} ${timeOf(expiresAt, language)}</p>
      <div class="row end">
        <button type="button" class="button primary" @click=${closeDialog}>${words.actions.done}</button>
      </div>
    </div>`,
  });
};
