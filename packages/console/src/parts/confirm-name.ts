import { html } from 'lit/html.js';
import type { Scene } from '../scene.ts';
import { attempts } from './attempts.ts';

interface Confirmation {
  title: string;
  /** What happens, and that it cannot be undone. */
  text: string;
  /** What the person has to type. */
  name: string;
  /** The word on the button. */
  action: string;
  run(): Promise<void>;
}

/** Texts that look the same are: stored names may have several spaces in a row, or letters whose accents stand apart. */
const seen = (text: string): string => text.normalize().trim().replace(/\s+/g, ' ');

/** Asks for a name to be typed before something is done that cannot be undone. */
export const confirmByName = (scene: Scene, { title, text, name, action, run }: Confirmation): void => {
  const { words, redraw } = scene;
  const doing = attempts(scene);
  let typed = '';
  const isTyped = () => seen(typed) === seen(name);
  const submit = (event: Event) => {
    event.preventDefault();
    if (!isTyped()) return;
    void doing.attempt(async () => {
      await run();
      scene.closeDialog();
    });
  };
  const type = (event: Event) => {
    typed = (event.target as HTMLInputElement).value;
    redraw();
  };
  scene.showDialog({
    title,
    body: () => html`<form class="stack" @submit=${submit}>
      <p>${text}</p>
      <label class="field">
        <span>${words.actions.typeToConfirm} <code>${name}</code></span>
        <input autocomplete="off" spellcheck="false" .value=${typed} @input=${type} />
      </label>
      ${doing.note()}
      <div class="row end">
        <button type="button" class="button" @click=${scene.closeDialog}>${words.actions.cancel}</button>
        <button class="button danger" ?disabled=${!isTyped()} aria-disabled=${doing.busy}>${action}</button>
      </div>
    </form>`,
  });
};
