import { html, nothing, type TemplateResult } from 'lit/html.js';
import { copyable } from '../parts/copyable.ts';
import type { Scene } from '../scene.ts';
import type { DueKeys } from './due-keys.ts';

type Button = () => TemplateResult | typeof nothing;

/** The keys that are to be replaced, with what does it: buttons, and a command for a root key that is replaced where it is kept. */
export const duePart = (
  due: DueKeys,
  scene: Scene,
  { rotate, replaceVaultKey }: { rotate: Button; replaceVaultKey: Button },
): TemplateResult | typeof nothing => {
  const { keys } = scene.words;
  if (due.count === 0) return nothing;
  const replace = replaceVaultKey();
  const command = html`<p>${keys.dueRootText}<br />${copyable('tessera-vault keys rotate --root', scene)}</p>`;
  return html`<section class=${due.isLate ? 'note wrong stack' : 'note stack'}>
    <h2>${keys.due}</h2>
    <p>${keys.dueText}</p>
    ${due.ofTenant ? rotate() : nothing} ${due.ofVault ? (replace === nothing ? command : replace) : nothing}
  </section>`;
};
