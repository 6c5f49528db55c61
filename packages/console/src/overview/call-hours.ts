import type { ConsoleOverview } from '@tessera/contract/console';

const hour = 60 * 60 * 1000;

/** How the calls of an hour were answered. `start` is in milliseconds. */
export interface CallHour {
  start: number;
  answered: number;
  refused: number;
  failed: number;
}

/** The last 24 hours, the oldest first, with those in which nothing was called. */
export const callHours = ({ calls }: Pick<ConsoleOverview, 'calls'>, now: number): CallHour[] => {
  const known = new Map(calls.map(({ start, ...counts }) => [Date.parse(start), counts]));
  const last = Math.floor(now / hour) * hour;
  return Array.from({ length: 24 }, (_, index) => {
    const start = last - (23 - index) * hour;
    return { start, ...(known.get(start) ?? { answered: 0, refused: 0, failed: 0 }) };
  });
};
