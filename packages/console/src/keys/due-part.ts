import { html, nothing, type TemplateResult } from 'lit/html.js';
import { copyable } from '../parts/copyable.ts';
import type { Scene } from '../scene.ts';
import type { DueKeys } from './due-keys.ts';
import type { KeyWork } from './key-work.ts';

/**
 * The keys that are to be replaced, with what does it: a button for the key of the tenant, and a command for the root key, which is replaced
 * where it is kept.
 */
export const duePart = (due: DueKeys, scene: Scene, rotate: KeyWork['rotate']): TemplateResult | typeof nothing => {
  const { keys } = scene.words;
  if (due.count === 0) return nothing;
  return html`<section class=${due.isLate ? 'note wrong stack' : 'note stack'}>
    <h2>${keys.due}</h2>
    <p>${keys.dueText}</p>
    ${due.ofTenant ? rotate() : nothing}
    ${due.ofVault ? html`<p>${keys.dueRootText}<br />${copyable('tessera-vault keys rotate --root', scene)}</p>` : nothing}
  </section>`;
};
