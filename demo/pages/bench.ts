import { codePanel } from './code-panel.ts';
import { copyOnPress } from './copy.ts';
import { find } from './find.ts';
import { createLog } from './log.ts';

/** The right half of a page: its sources, and what it sees while it runs. */
export const startBench = () => {
  const log = createLog(find(document, '#log'));
  const panel = codePanel(find(document, '.bench section'));
  for (const [name, text] of [
    ['code', panel.text],
    ['log', log.text],
  ] as const) {
    const button = find(document, `[data-copies="${name}"]`, HTMLButtonElement);
    copyOnPress(button, button, text);
  }
  log.network();
  return { log, panel };
};
