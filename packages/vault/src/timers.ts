/** Runs something once, so many milliseconds from now, unless the function it gives back is called before. */
export type After = (milliseconds: number, run: () => void) => () => void;

/** By the timers of Node. */
export const afterwards: After = (milliseconds, run) => {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
};
