import { randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { JsonAnswer } from './https-json.ts';

/** Waits some milliseconds. */
export type Pause = (milliseconds: number) => Promise<void>;

export const realPause: Pause = async (milliseconds) => {
  await setTimeout(milliseconds);
};

/** The longest pause before each further try. Together about six seconds, less than a start or a rotation may take. */
const pauses = [200, 400, 800, 1600, 3200];

/** Whether an answer says to come back later. */
export const isBusy = ({ status }: JsonAnswer): boolean => status === 429 || status >= 500;

/**
 * Asks again while a service says that it is busy, after pauses that double. Each is drawn from its upper half, so that processes that were
 * refused together do not come back together. Gives the last answer when it stays busy.
 */
export const askUntilAnswered = async (
  ask: () => Promise<JsonAnswer>,
  pause: Pause,
  busy: (answer: JsonAnswer) => boolean = isBusy,
): Promise<JsonAnswer> => {
  for (const longest of pauses) {
    const answer = await ask();
    if (!busy(answer)) return answer;
    await pause(randomInt(longest / 2, longest + 1));
  }
  return await ask();
};
