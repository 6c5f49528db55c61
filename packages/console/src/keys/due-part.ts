import type { ConsoleKeys } from '@tessera/contract/console';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { copyable } from '../parts/copyable.ts';
import type { Scene } from '../scene.ts';

/** The keys that are to be replaced, with the commands for it: the root key is replaced where it is kept, not from a browser. */
export const duePart = (
  { inventory, tenant_id: tenantId }: ConsoleKeys,
  scene: Scene,
): TemplateResult | typeof nothing => {
  const { keys } = scene.words;
  const due = inventory.filter(({ due: when }) => when === 'soon' || when === 'overdue');
  if (due.length === 0) return nothing;
  const isRoot = ({ owner }: (typeof due)[number]) => owner === 'vault';
  const commands = [
    ...(due.some(isRoot) ? ['tessera-vault keys rotate --root'] : []),
    ...(due.some((entry) => !isRoot(entry)) ? [`tessera-vault keys rotate --tenant-id ${tenantId}`] : []),
  ];
  const isLate = due.some(({ due: when }) => when === 'overdue');
  return html`<section class=${isLate ? 'note wrong stack' : 'note stack'}>
    <h2>${keys.due}</h2>
    <p>${keys.dueText}</p>
    ${commands.map((command) => html`<p>${copyable(command, scene)}</p>`)}
  </section>`;
};
