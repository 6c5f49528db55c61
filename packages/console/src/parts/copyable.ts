import { html, type TemplateResult } from 'lit/html.js';
import type { Scene } from '../scene.ts';

/** A text in the font of code, with a button that copies it. */
export const copyable = (text: string, { window, words, say }: Scene, name = words.actions.copy): TemplateResult => {
  const copy = async () => {
    try {
      await window.navigator.clipboard.writeText(text);
      say(words.states.copied);
    } catch {
      say(words.states.notCopied);
    }
  };
  return html`<span class="copyable"
    ><code>${text}</code
    ><button type="button" class="quiet" aria-label=${name} title=${name} @click=${copy}>
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
        <rect x="5" y="5" width="9" height="9" rx="2" /><path d="M11 3V2.5A1.5 1.5 0 0 0 9.5 1h-7A1.5 1.5 0 0 0 1 2.5v7A1.5 1.5 0 0 0 2.5 11H3" />
      </svg></button
  ></span>`;
};
