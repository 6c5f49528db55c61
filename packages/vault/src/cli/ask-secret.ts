import { createInterface } from 'node:readline';
import type { ReadStream } from 'node:tty';

/** Milliseconds after which a terminal shows again what is typed, unless there is another question by then. */
const quiet = 1000;

const [enter, lineFeed, interrupt, end, backspace, erase] = ['\r', '\n', '\u0003', '\u0004', '\b', '\u007f'];

/** Lines from a terminal, which shows nothing from before the first question until shortly after the last answer. */
const fromTerminal = (input: ReadStream, show: (text: string) => void) => {
  /** What was typed or pasted ahead of a question. */
  let ahead = '';
  let restore: NodeJS.Timeout | undefined;

  return (prompt: string): Promise<string | undefined> =>
    new Promise((resolve) => {
      let typed = '';
      clearTimeout(restore);
      // Before the question is there, because people and scripts answer at once.
      input.setRawMode(true);
      input.setEncoding('utf8');
      show(prompt);
      const finish = (line: string | undefined, rest: string) => {
        ahead = rest;
        input.off('data', hear);
        input.pause();
        restore = setTimeout(() => input.setRawMode(false), quiet);
        restore.unref();
        show('\n');
        resolve(line);
      };
      const hear = (text: string) => {
        for (const [place, letter] of [...text].entries()) {
          const rest = () => [...text].slice(place + 1).join('');
          if (letter === enter || letter === lineFeed) return finish(typed, rest());
          if (letter === interrupt || letter === end) return finish(undefined, rest());
          typed = letter === backspace || letter === erase ? typed.slice(0, -1) : (typed + letter).slice(0, 1000);
        }
      };
      input.on('data', hear);
      const early = ahead;
      ahead = '';
      if (early !== '') hear(early);
      if (input.listeners('data').includes(hear)) input.resume();
    });
};

/**
 * Reads lines that nobody may see: from a terminal without showing what is typed, and from a file or pipe as they are. Gives nothing when
 * the input has ended, or Ctrl-C or Ctrl-D was pressed.
 */
export const secretLines = (
  input: NodeJS.ReadStream,
  show: (text: string) => void,
): ((prompt: string) => Promise<string | undefined>) => {
  if (input.isTTY) return fromTerminal(input, show);
  const lines = createInterface({ input })[Symbol.asyncIterator]();
  return async () => {
    const { value, done } = await lines.next();
    return done ? undefined : value;
  };
};
