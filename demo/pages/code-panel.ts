import { find } from './find.ts';
import { highlight } from './highlight.ts';
import { tabs } from './tabs.ts';

/** A source file, as it is built into this very page. */
export interface SourceFile {
  name: string;
  text: string;
  /** The panel opens at the first line that contains this; by default at the top. */
  at?: string;
}

const rendered = (source: string): HTMLElement[] =>
  highlight(source).map((runs) => {
    const line = document.createElement('span');
    line.className = 'line';
    for (const { kind, text } of runs) {
      const run = document.createElement('span');
      run.className = kind;
      run.textContent = text;
      line.append(kind ? run : text);
    }
    return line;
  });

/** Shows the sources this page runs, and lights up the line that was just called. */
export const codePanel = (panel: HTMLElement) => {
  const list = find(panel, '[role="tablist"]');
  const code = find(panel, 'code');
  const view = find(panel, '.code');
  let files: readonly SourceFile[] = [];
  let shown = 0;

  const lineWith = (words: string | undefined): HTMLElement | undefined =>
    [...code.children].find(
      (line): line is HTMLElement =>
        line instanceof HTMLElement &&
        words !== undefined &&
        line.textContent.includes(words),
    );

  const show = (index: number) => {
    shown = index;
    code.replaceChildren(...rendered(files[index]?.text ?? ''));
    view.setAttribute('aria-labelledby', `file-${index}`);
    const line = lineWith(files[index]?.at);
    // A line of context stays above it.
    view.scrollTo({ top: line ? line.offsetTop - 2 * line.offsetHeight : 0, left: 0 });
  };

  return {
    open(next: readonly SourceFile[]) {
      files = next;
      const buttons = files.map(({ name }, index) => {
        const button = document.createElement('button');
        Object.assign(button, {
          type: 'button',
          role: 'tab',
          id: `file-${index}`,
          textContent: name,
        });
        button.setAttribute('aria-controls', view.id);
        button.ariaSelected = String(index === shown);
        button.tabIndex = index === shown ? 0 : -1;
        return button;
      });
      list.replaceChildren(...buttons);
      tabs(buttons, show);
      show(shown);
    },
    /** Marks the lines that name this call for a moment. */
    mark(call: string) {
      for (const line of code.children) {
        if (!(line instanceof HTMLElement) || !line.textContent.includes(call))
          continue;
        view.scrollTo({ top: line.offsetTop - view.clientHeight / 2 });
        line.classList.add('ran');
        setTimeout(() => line.classList.remove('ran'), 2500);
      }
    },
    text: () => files[shown]?.text ?? '',
  };
};
