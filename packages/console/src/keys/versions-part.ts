import type { ConsoleKeys } from '@tessera/contract/console';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { copyable } from '../parts/copyable.ts';
import { timeOf } from '../parts/time.ts';
import type { Scene } from '../scene.ts';

/** The versions of a tenant's key: which one seals, what still needs the old ones, and the commands that end those. */
export const versionsPart = ({ versions, tenant_id: tenantId }: ConsoleKeys, scene: Scene): TemplateResult => {
  const { words, language } = scene;
  const { keys } = words;
  const number = (value: number) => new Intl.NumberFormat(language).format(value);
  const old = versions.filter(({ state }) => state === 'old');
  const needed = old.some(({ values }) => values > 0);
  const command = (text: string, run: string) => html`<p>${text}<br />${copyable(run, scene)}</p>`;
  return html`<section class="sheet stack">
    <h2>${keys.versions}</h2>
    <p class="help">${keys.versionsText}</p>
    <div class="scroller" tabindex="0" role="region" aria-label=${keys.versions}>
      <table>
        <thead>
          <tr>
            <th scope="col">${keys.versionName}</th>
            <th scope="col">${keys.state}</th>
            <th scope="col">${keys.made}</th>
            <th scope="col">${keys.used}</th>
            <th scope="col">${keys.values}</th>
          </tr>
        </thead>
        <tbody>
          ${versions.map(
            ({ version, state, created_at: made, active_at: used, values }) => html`<tr>
              <th scope="row" class="number">${number(version)}</th>
              <td><span class="tag kind">${keys.states[state]}</span></td>
              <td class="when">${timeOf(made, language)}</td>
              <td class="when">${timeOf(used, language)}</td>
              <td class="number">${number(values)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${needed ? command(keys.rewrapText, `tessera-vault keys rewrap --tenant-id ${tenantId}`) : nothing}
    ${old
      .filter(({ values }) => values === 0)
      .map(({ version }) =>
        command(
          keys.destroyText(number(version)),
          `tessera-vault keys destroy --tenant-id ${tenantId} --key-version ${version}`,
        ),
      )}
  </section>`;
};
