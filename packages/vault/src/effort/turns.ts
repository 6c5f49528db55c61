/**
 * The order in which requests do work that is long enough to be felt by others. Of all of them together, one at a time does one
 * stretch of it; then the event loop goes round, so that everything else that waits is answered first.
 */
export interface Turns {
  /**
   * Resolves when it is this one's turn. Groups (tenants) take turns, however many of their requests wait. Within a group, who goes on
   * comes before who begins: requests that are half done keep their data in memory, so few of them should be.
   */
  take(group: string, goesOn?: boolean): Promise<void>;
  /** Says how much was worked. The longer it was, the more often the event loop goes round before the next turn. */
  worked(steps: number): void;
}

/**
 * Steps that cost the event loop one more round before the next turn. In a round, others are answered who have a request ready, about
 * one caller each. So they get at least as much time as the work in turns. If nobody is there, a round takes microseconds.
 */
const stepsPerRound = 100_000;

/** `later` runs a function once the event loop has been round: everything that arrived meanwhile is handled before. */
export const createTurns = (later: (run: () => void) => void = setImmediate): Turns => {
  // In a map, the first key is the one that was set first.
  const waiting = new Map<string, (() => void)[]>();
  let owed = 0;
  let running = false;

  const next = (): void => {
    if (owed >= stepsPerRound) {
      owed -= stepsPerRound;
      later(next);
      return;
    }
    const [group, queue = []] = waiting.entries().next().value ?? [];
    const begin = queue.shift();
    if (group === undefined || begin === undefined) {
      running = false;
      return;
    }
    waiting.delete(group);
    if (queue.length > 0) waiting.set(group, queue);
    begin();
    later(next);
  };

  return {
    take: (group, goesOn = false) =>
      new Promise((resolve) => {
        const queue = waiting.get(group) ?? [];
        if (goesOn) queue.unshift(resolve);
        else queue.push(resolve);
        waiting.set(group, queue);
        if (running) return;
        running = true;
        later(next);
      }),
    worked: (steps) => {
      owed += steps;
    },
  };
};
