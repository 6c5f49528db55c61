/** How long before a session ends for want of use the person is told, in milliseconds (WCAG 2.2.1 asks for 20 seconds at least). */
const warning = 60_000;

export interface IdleWatch {
  /** A session was begun, which ends after so many milliseconds in which nothing is called. */
  begin(idle: number): void;
  /** Something was called. */
  touch(): void;
  stop(): void;
}

/** Watches over the time in which nothing is done: tells shortly before the session ends, and when it has ended. */
export const idleWatch = (
  window: Pick<Window, 'setTimeout' | 'clearTimeout'>,
  on: { soon(): void; ended(): void },
): IdleWatch => {
  let length = 0;
  let timers: number[] = [];
  const stop = () => {
    for (const timer of timers) window.clearTimeout(timer);
    timers = [];
  };
  const touch = () => {
    if (length === 0) return;
    stop();
    timers = [window.setTimeout(on.soon, Math.max(0, length - warning)), window.setTimeout(on.ended, length)];
  };
  return {
    begin: (idle) => {
      // Browsers fire timers of more than 24 days at once.
      length = Math.min(Math.max(0, idle), 86_400_000);
      touch();
    },
    touch,
    stop: () => {
      length = 0;
      stop();
    },
  };
};
