import { ref } from 'lit/directives/ref.js';
import { html, type TemplateResult } from 'lit/html.js';
import type { Scene } from '../scene.ts';
import type { Editor, EditorOptions, Spot } from './editor.ts';

export interface CodeField {
  /** The code as it stands in the field. */
  readonly text: string;
  /** Marks the line of a place as wrong until something is typed, or no line. */
  mark(spot: Spot | undefined): void;
  /** Puts the cursor at a place. */
  goTo(spot: Spot): void;
  draw(): TemplateResult;
}

interface CodeFieldOptions extends Pick<EditorOptions, 'label' | 'value' | 'run'> {
  readOnly?: boolean;
  /** A few lines high. */
  low?: boolean;
}

/** A field for JavaScript or JSON. The editor is loaded when it is drawn; where that fails, a plain field stands in for it. */
export const codeField = (
  { signal, redraw }: Scene,
  { label, value, run, readOnly = false, low = false }: CodeFieldOptions,
): CodeField => {
  let text = value;
  let host: HTMLElement | undefined;
  let editor: Editor | undefined;
  let isPlain = false;
  const changed = (next: string) => {
    text = next;
    // What the editor does by itself, such as pasting, tells nobody.
    host?.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const open = async (into: HTMLElement) => {
    const { openEditor } = await import('./editor.ts');
    if (signal.aborted || host !== into) return;
    editor = openEditor(into, { label, readOnly, changed, run, value: text });
    signal.addEventListener('abort', leave);
  };
  const leave = () => {
    host = undefined;
    editor?.close();
    editor = undefined;
  };
  // The place is kept when a view is drawn anew with another field, which then must not find the editor of this one there.
  const place = ref((element) => {
    if (!(element instanceof HTMLElement)) return leave();
    if (element === host) return;
    host = element;
    open(element).catch(() => {
      isPlain = true;
      redraw();
    });
  });
  const type = (event: Event) => changed((event.target as HTMLTextAreaElement).value);
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || !run) return;
    event.preventDefault();
    run();
  };
  return {
    get text() {
      return text;
    },
    mark: (spot) => editor?.mark(spot),
    goTo: (spot) => editor?.goTo(spot),
    draw: () =>
      isPlain
        ? html`<label class="field"><span>${label}</span><textarea class="code" rows=${low ? 6 : 16} ?readonly=${readOnly} spellcheck="false" .value=${text} @input=${type} @keydown=${press}></textarea></label>`
        : html`<div class="field"><span aria-hidden="true">${label}</span><div class="editor ${low ? 'low' : ''}" dir="ltr" ${place}></div></div>`,
  };
};
