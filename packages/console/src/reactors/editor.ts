import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';

/** Colours of the page. Custom properties reach into the shadow root, so that light and dark hold here too. */
const theme = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'var(--sheet)', fontSize: '0.875rem' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.5', maxHeight: '60vh' },
  '.cm-content': { minHeight: '12rem', caretColor: 'var(--ink)' },
  '.cm-gutters': { color: 'var(--soft)', backgroundColor: 'var(--raised)', border: '0' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--raised) 55%, transparent)' },
  '&.cm-focused': { outline: '3px solid var(--glaze)', outlineOffset: '1px' },
  '.tok-keyword, .tok-operator': { color: 'var(--glaze)' },
  '.tok-string, .tok-string2': { color: 'var(--right)' },
  '.tok-number, .tok-bool, .tok-atom': { color: 'var(--wrong)' },
  '.tok-comment': { color: 'var(--soft)', fontStyle: 'italic' },
});

/**
 * Puts an editor for JavaScript into an element. It stands in a shadow root, where the library adopts style sheets in place of writing
 * style elements, which the policy of the pages refuses. Tab leaves it, as it leaves every other field.
 */
export const openEditor = (
  host: HTMLElement,
  { label, value, changed, readOnly }: { label: string; value: string; changed(text: string): void; readOnly: boolean },
): { close(): void } => {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const editor = new EditorView({
    ...{ parent: root, root },
    state: EditorState.create({
      doc: value,
      extensions: [
        ...[lineNumbers(), history(), indentOnInput(), bracketMatching(), highlightActiveLine()],
        ...[javascript(), syntaxHighlighting(classHighlighter), theme, EditorView.lineWrapping],
        keymap.of([...defaultKeymap, ...historyKeymap]),
        EditorState.readOnly.of(readOnly),
        EditorView.contentAttributes.of({ 'aria-label': label }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) changed(update.state.doc.toString());
        }),
      ],
    }),
  });
  return { close: () => editor.destroy() };
};
