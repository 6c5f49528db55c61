/** Things that wait together at most. With more, whoever waits for the first of them would be idle for too long. */
const most = 16;

/**
 * Does things at the end of the current turn of the event loop, or as soon as there are sixteen of them, in the order in which they were
 * given. Written to sockets one by one, each answer wakes the process that waits for it, and on a machine with few cores that costs more
 * than the answer. Written one after the other, they are found there together.
 */
export const endOfTurn = (later: (run: () => void) => void = setImmediate): ((run: () => void) => void) => {
  let waiting: (() => void)[] = [];
  let isDue = false;

  const runAll = (): void => {
    const now = waiting;
    waiting = [];
    for (const run of now) run();
  };

  return (run) => {
    waiting.push(run);
    if (waiting.length >= most) runAll();
    else if (!isDue) {
      isDue = true;
      later(() => {
        isDue = false;
        runAll();
      });
    }
  };
};
