import type { ConsoleEmbedding } from '@tessera/contract/console';
import { html, type TemplateResult } from 'lit/html.js';
import { copyable } from '../parts/copyable.ts';
import { fetching } from '../parts/fetched.ts';
import { whenFetched } from '../parts/states.ts';
import type { OpenView } from '../scene.ts';
import { fieldPreview } from './field-preview.ts';
import { formsFor, pageWith } from './forms.ts';
import { pageOrigins } from './page-origins.ts';

/** What a page needs to embed fields of a tenant: who may, tags, policy, code; and how fields look. */
export const view: OpenView = (scene) => {
  const { words, call, tenant, signal, say, window } = scene;
  const { embed } = words;
  const found = fetching(scene, () =>
    call<ConsoleEmbedding>('GET', '/console/embedding', { tenant: tenant.id, signal }),
  );
  const origins = pageOrigins(scene, tenant.id);
  const preview = fieldPreview(scene);

  /** A text of several lines, with a button that copies it. */
  const block = (name: string, text: string): TemplateResult => {
    const copy = () =>
      window.navigator.clipboard.writeText(text).then(
        () => say(words.states.copied),
        () => say(words.states.notCopied),
      );
    return html`<p class="row wrap"><b>${name}</b> <button type="button" class="button small" aria-label="${words.actions.copy}: ${name}" @click=${copy}>${words.actions.copy}</button></p>
      <pre class="value" dir="ltr" tabindex="0" role="region" aria-label=${name}><code>${text}</code></pre>`;
  };
  const draw = (embedding: ConsoleEmbedding): TemplateResult => {
    const { vault_url: vault, early, early_file: earlyFile, script, any_script: anyScript, policy } = embedding;
    return html`<p class="row wrap"><span>${embed.vault}</span> ${copyable(vault, scene)}</p>
      ${origins()} ${preview()}
      <section class="sheet stack" aria-label=${embed.tags}>
        <h2>${embed.tags}</h2>
        <p class="help">${embed.tagsText}</p>
        ${block(embed.early, early)} ${block(embed.script, script)} ${block(embed.policy, policy)}
        <p class="help">${embed.policyText}</p>
        <details class="stack">
          <summary>${embed.others}</summary>
          ${block(embed.earlyFile, earlyFile)} ${block(embed.anyScript, anyScript)}
          ${block(embed.connect, `connect-src ${vault}`)}
        </details>
        ${block(embed.page, pageWith(early, script))}
      </section>
      <section class="sheet stack" aria-label=${embed.packages}>
        <h2>${embed.packages}</h2>
        ${formsFor(vault).map(({ name, code }) => block(name, code))}
      </section>`;
  };
  return {
    title: embed.title,
    draw: () => html`<p class="help">${embed.help}</p>
      ${whenFetched(found.now, words, draw)}`,
  };
};
