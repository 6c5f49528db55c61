import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { EditorState, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';

/** Colours of the page. Custom properties reach into the shadow root, so that light and dark hold here too. */
const theme = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'var(--sheet)', fontSize: '0.875rem' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.5', maxHeight: '60vh' },
  '.cm-content': { minHeight: 'var(--editor-height, 12rem)', caretColor: 'var(--ink)' },
  '.cm-gutters': { color: 'var(--soft)', backgroundColor: 'var(--raised)', border: '0' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--raised) 55%, transparent)' },
  '.cm-fault': { backgroundColor: 'var(--wrong-tint)', boxShadow: 'inset 3px 0 var(--wrong)' },
  '&.cm-focused': { outline: '3px solid var(--glaze)', outlineOffset: '1px' },
  '.tok-keyword, .tok-operator': { color: 'var(--glaze)' },
  '.tok-string, .tok-string2': { color: 'var(--right)' },
  '.tok-number, .tok-bool, .tok-atom': { color: 'var(--wrong)' },
  '.tok-comment': { color: 'var(--soft)', fontStyle: 'italic' },
});

/** A place in code, counted from 1. */
export interface Spot {
  readonly line: number;
  readonly column: number;
}

const setFault = StateEffect.define<Spot | undefined>();

/** The line that is marked as wrong, until something is typed. */
const fault = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marked, { effects, docChanged, state: { doc } }) => {
    const told = effects.find((effect) => effect.is(setFault));
    if (!told) return docChanged ? Decoration.none : marked;
    const spot = told.value as Spot | undefined;
    if (!spot || spot.line > doc.lines) return Decoration.none;
    return Decoration.set([Decoration.line({ class: 'cm-fault' }).range(doc.line(spot.line).from)]);
  },
  provide: (field) => EditorView.decorations.from(field),
});

export interface Editor {
  /** Marks the line of a place as wrong, or none. */
  mark(spot: Spot | undefined): void;
  /** Puts the cursor at a place. */
  goTo(spot: Spot): void;
  close(): void;
}

export interface EditorOptions {
  label: string;
  value: string;
  readOnly: boolean;
  changed(text: string): void;
  /** What Ctrl and Enter do; nothing where this is left out. */
  run?: (() => void) | undefined;
}

/**
 * Puts an editor for JavaScript into an element. It stands in a shadow root, where the library adopts style sheets in place of writing
 * style elements, which the policy of the pages refuses. Tab leaves it, as it leaves every other field.
 */
export const openEditor = (host: HTMLElement, { label, value, changed, readOnly, run }: EditorOptions): Editor => {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const onEnter = () => {
    run?.();
    return run !== undefined;
  };
  const editor = new EditorView({
    ...{ parent: root, root },
    state: EditorState.create({
      doc: value,
      extensions: [
        ...[lineNumbers(), history(), indentOnInput(), bracketMatching(), highlightActiveLine(), fault],
        ...[javascript(), syntaxHighlighting(classHighlighter), theme, EditorView.lineWrapping],
        keymap.of([{ key: 'Mod-Enter', run: onEnter }, ...defaultKeymap, ...historyKeymap]),
        EditorState.readOnly.of(readOnly),
        // Long code is scrolled by keyboard too, where it is for reading alone.
        EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) changed(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    mark: (spot) => editor.dispatch({ effects: setFault.of(spot) }),
    goTo: ({ line, column }) => {
      const { from, to } = editor.state.doc.line(Math.min(line, editor.state.doc.lines));
      editor.dispatch({ selection: { anchor: Math.min(from + column - 1, to) }, scrollIntoView: true });
      editor.focus();
    },
    close: () => editor.destroy(),
  };
};
