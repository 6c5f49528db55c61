import type { Asker } from './port.ts';

/**
 * Lets so many statements run at a time. Groups (tenants) take turns, however many statements of one of them wait. What nobody waits
 * for any more when its turn comes is not run.
 */
export const inTurns = (atOnce: number) => {
  // In a map, the first key is the one that was set first.
  const waiting = new Map<string, (() => void)[]>();
  let running = 0;

  const next = (): void => {
    if (running >= atOnce) return;
    const [group, queue = []] = waiting.entries().next().value ?? [];
    const begin = queue.shift();
    if (group === undefined || begin === undefined) return;
    waiting.delete(group);
    if (queue.length > 0) waiting.set(group, queue);
    running += 1;
    begin();
  };

  const turn = (group: string): Promise<void> =>
    new Promise((resolve) => {
      const queue = waiting.get(group) ?? [];
      queue.push(resolve);
      waiting.set(group, queue);
      next();
    });

  return async <Result>(asker: Asker, run: () => Promise<Result>): Promise<Result> => {
    await turn(asker.group);
    try {
      asker.assertWanted();
      return await run();
    } finally {
      running -= 1;
      next();
    }
  };
};
