import { randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { JsonAnswer } from './https-json.ts';

/** Waits some milliseconds. */
export type Pause = (milliseconds: number) => Promise<void>;

export const realPause: Pause = async (milliseconds) => {
  await setTimeout(milliseconds);
};

/** The longest pause before each further try, unless the service names a longer one. */
const pauses = [200, 400, 800, 1600, 3200];

/** Milliseconds of all pauses together, less than a start or a rotation may take. */
const mostWaiting = 6500;

/** Whether an answer says to come back later. */
export const isBusy = ({ status }: JsonAnswer): boolean => status === 429 || status >= 500;

/**
 * Asks again while a service says that it is busy, after pauses that double. Each is drawn from its upper half, so that processes that were
 * refused together do not come back together; one is longer where the service asks for that (`Retry-After`). Gives the last answer when it
 * stays busy, or names a time that is too far off to wait for.
 */
export const askUntilAnswered = async (
  ask: () => Promise<JsonAnswer>,
  pause: Pause,
  busy: (answer: JsonAnswer) => boolean = isBusy,
): Promise<JsonAnswer> => {
  let left = mostWaiting;
  for (const longest of pauses) {
    const answer = await ask();
    if (!busy(answer)) return answer;
    const wait = Math.max(randomInt(longest / 2, longest + 1), answer.retryAfter ?? 0);
    if (wait > left) return answer;
    left -= wait;
    await pause(wait);
  }
  return await ask();
};
