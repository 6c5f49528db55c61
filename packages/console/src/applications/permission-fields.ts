import { html, type TemplateResult } from 'lit/html.js';
import type { Words } from '../words/words.ts';

/** What a permission is about: `token:pci` for `token:pci:read:low`, `log` for `log:read`. */
const subjectOf = (name: string): string => {
  const [first = '', second, ...rest] = name.split(':');
  return first === 'token' && rest.length > 0 ? `${first}:${second}` : first;
};

/** Boxes for the permissions that a type of application may hold, by what they are about. */
export const permissionFields = (
  offered: readonly { type: string; description: string }[],
  chosen: ReadonlySet<string>,
  change: (next: ReadonlySet<string>) => void,
  { applications }: Words,
): TemplateResult => {
  const groups = new Map<string, { type: string; description: string }[]>();
  for (const each of offered) groups.set(subjectOf(each.type), [...(groups.get(subjectOf(each.type)) ?? []), each]);
  const toggle = (name: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(name);
    else next.delete(name);
    change(next);
  };
  return html`<fieldset class="permissions">
    <legend>${applications.permissions}</legend>
    ${[...groups].map(
      ([subject, some]) => html`<fieldset>
        <legend><code>${subject}</code></legend>
        ${some.map(
          ({ type, description }) => html`<label class="check" title=${description}>
            <input
              type="checkbox"
              lang="en"
              title=${description}
              .checked=${chosen.has(type)}
              @change=${(event: Event) => toggle(type, (event.target as HTMLInputElement).checked)}
            />
            <code>${type.slice(subject.length + 1)}</code>
          </label>`,
        )}
      </fieldset>`,
    )}
  </fieldset>`;
};
