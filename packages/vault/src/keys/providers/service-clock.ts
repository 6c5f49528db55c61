import type { JsonAnswer } from './https-json.ts';

/** Milliseconds by which two clocks may differ without a service minding. */
const tolerance = 60_000;

/**
 * The time as a service has it. Signatures carry the time they were made at, and are refused when it is minutes off: then the clock of
 * this machine is corrected by what the service says in its answer.
 */
export const serviceClock = (clock: () => number) => {
  let offset = 0;
  return {
    now: (): number => clock() + offset,
    /** Whether the answer shows another time than the one we went by. From then on we go by that. */
    learn: ({ date }: JsonAnswer): boolean => {
      if (date === undefined || Math.abs(date - (clock() + offset)) < tolerance) return false;
      offset = date - clock();
      return true;
    },
  };
};
