import { createInterface } from 'node:readline';
import type { ReadStream } from 'node:tty';

/**
 * Reads lines that nobody may see: from a terminal without showing what is typed, and from a file or pipe as they are. Gives nothing when
 * the input has ended, or Ctrl-C or Ctrl-D was pressed.
 */
export const secretLines = (input: NodeJS.ReadStream | ReadStream, show: (text: string) => void) => {
  // Made when it is first needed: an input that is read keeps the process alive until it ends.
  let lines: AsyncIterator<string> | undefined;
  const next = async (): Promise<string | undefined> => {
    lines ??= createInterface({ input })[Symbol.asyncIterator]();
    const { value, done } = await lines.next();
    return done ? undefined : value;
  };
  if (!input.isTTY) return next;
  return (prompt: string): Promise<string | undefined> =>
    new Promise((resolve) => {
      let typed = '';
      show(prompt);
      input.setRawMode(true);
      input.setEncoding('utf8');
      const end = (line: string | undefined) => {
        input.off('data', hear);
        input.setRawMode(false);
        input.pause();
        show('\n');
        resolve(line);
      };
      const hear = (text: string) => {
        for (const letter of text) {
          if (letter === '\r' || letter === '\n') return end(typed);
          if (letter === '\u0003' || letter === '\u0004') return end(undefined);
          typed = letter === '\u007f' || letter === '\b' ? typed.slice(0, -1) : (typed + letter).slice(0, 1000);
        }
      };
      input.on('data', hear);
      input.resume();
    });
};
