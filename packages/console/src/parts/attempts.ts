import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { GateWords } from '../words/gate-words.ts';
import { asError } from './as-error.ts';
import { problemNote } from './states.ts';
import { TypedError } from './typed-error.ts';

/**
 * What is done one at a time in a view: whether something is under way, and what went wrong last. Meanwhile a button is `aria-disabled`: a
 * disabled one would lose the focus.
 */
export interface Attempts {
  readonly busy: boolean;
  /** Does something unless something else is under way. What it throws is shown. */
  attempt(run: () => Promise<void>): Promise<void>;
  /** What went wrong last. */
  note(): TemplateResult | typeof nothing;
}

export const attempts = (scene: { readonly words: GateWords; redraw(): void }): Attempts => {
  const { redraw } = scene;
  let busy = false;
  let error: Error | undefined;
  return {
    get busy() {
      return busy;
    },
    attempt: async (run) => {
      if (busy) return;
      busy = true;
      error = undefined;
      redraw();
      try {
        await run();
      } catch (thrown) {
        error = asError(thrown);
      }
      busy = false;
      redraw();
    },
    note: () => {
      if (error === undefined) return nothing;
      if (error instanceof TypedError) return html`<p class="field-error" role="alert">${error.message}</p>`;
      return problemNote(error, scene.words);
    },
  };
};
