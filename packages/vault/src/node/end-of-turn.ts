/** Things that are done without a pause; those behind them are done in the next turn. */
const most = 64;

/**
 * Does things at the end of the current turn of the event loop, in the order in which they were given. Written to sockets one by one, each
 * answer wakes the process that waits for it, and on a machine with few cores that costs more than the answer. Written one after the
 * other, they are found there together.
 */
export const endOfTurn = (later: (run: () => void) => void = setImmediate): ((run: () => void) => void) => {
  const waiting: (() => void)[] = [];

  const runAll = (): void => {
    const now = waiting.splice(0, most);
    if (waiting.length > 0) later(runAll);
    for (const run of now) run();
  };

  return (run) => {
    waiting.push(run);
    if (waiting.length === 1) later(runAll);
  };
};
