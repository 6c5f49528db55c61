import type { Wire } from '@tessera/contract';

/** Entries that wait for a slow reader. Where there are more, it is told that some are missing. */
const mostWaiting = 500;

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const event = (name: string, data: unknown, id?: number): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

/** Somebody who reads the log live, as server-sent events (HTML §9.2.6). `left` is called once, when that ends. */
export const logReader = (left: () => void) => {
  let waiting: string[] = [];
  let isGap = false;
  let isOver = false;
  let wake: (() => void) | undefined;

  const stir = () => {
    wake?.();
    wake = undefined;
  };
  const put = (text: string) => {
    if (isOver) return;
    if (waiting.length >= mostWaiting) {
      waiting = [];
      isGap = true;
    }
    waiting.push(text);
    stir();
  };
  const finish = () => {
    if (isOver) return;
    isOver = true;
    left();
    stir();
  };
  const take = (): string => {
    const text = `${isGap ? event('gap', {}) : ''}${waiting.join('')}`;
    waiting = [];
    isGap = false;
    return text;
  };

  const iterator: AsyncIterator<Uint8Array> = {
    next: async () => {
      for (;;) {
        if (waiting.length > 0 || isGap) return { done: false, value: bytesOf(take()) };
        if (isOver) return { done: true, value: undefined };
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    // Called when the connection is closed, also while `next` waits.
    return: async () => {
      waiting = [];
      finish();
      return { done: true, value: undefined };
    },
  };
  // So that the reader learns at once that the connection stands.
  put(': following\n\n');

  return {
    body: { [Symbol.asyncIterator]: () => iterator },
    tell: (n: number, entry: Wire['Log']) => put(event('entry', entry, n)),
    /** Entries that come before those that wait. */
    before: (entries: readonly (readonly [n: number, entry: Wire['Log']])[]) => {
      waiting = [...entries.map(([n, entry]) => event('entry', entry, n)), ...waiting];
      stir();
    },
    /** Says that entries are missing, which the list of the log has. */
    gap: () => {
      isGap = true;
      stir();
    },
    beat: () => put(': still here\n\n'),
    /** Tells the reader that it may not go on. */
    end: () => {
      put(event('end', {}));
      finish();
    },
    /** Ends the stream alone, so that the reader comes back: to another process, or to this vault once it has started again. */
    close: finish,
  };
};

export type LogReader = ReturnType<typeof logReader>;
