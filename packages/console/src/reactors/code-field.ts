import { ref } from 'lit/directives/ref.js';
import { html, type TemplateResult } from 'lit/html.js';
import type { Scene } from '../scene.ts';

interface CodeField {
  /** The code as it stands in the field. */
  readonly text: string;
  draw(): TemplateResult;
}

/** A field for JavaScript. The editor is loaded when it is drawn; where that fails, a plain field stands in for it. */
export const codeField = (
  { signal, redraw }: Scene,
  { label, value, readOnly = false }: { label: string; value: string; readOnly?: boolean },
): CodeField => {
  let text = value;
  let host: HTMLElement | undefined;
  let close: (() => void) | undefined;
  let isPlain = false;
  const changed = (next: string) => {
    text = next;
  };
  const open = async (into: HTMLElement) => {
    const { openEditor } = await import('./editor.ts');
    if (signal.aborted || host !== into) return;
    ({ close } = openEditor(into, { ...{ label, readOnly, changed }, value: text }));
    signal.addEventListener('abort', leave);
  };
  const leave = () => {
    host = undefined;
    close?.();
    close = undefined;
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
  return {
    get text() {
      return text;
    },
    draw: () =>
      isPlain
        ? html`<label class="field"><span>${label}</span><textarea class="code" rows="16" ?readonly=${readOnly} spellcheck="false" .value=${text} @input=${type}></textarea></label>`
        : html`<div class="field"><span aria-hidden="true">${label}</span><div class="editor" dir="ltr" ${place}></div></div>`,
  };
};
