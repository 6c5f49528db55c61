import { monitorEventLoopDelay } from 'node:perf_hooks';

/*
 * Loaded into the vault under attack before everything else (`node --import`). Answers each message of its parent with what its main
 * thread did since the message before.
 */

/** Times in milliseconds. */
export interface Strain {
  /** The longest time for which the main thread let everything else wait. */
  stall: number;
  /** The most processor time that it used before it turned to what waited. On a busy machine the stall is longer than that. */
  busiest: number;
  /** Processor time of the main thread. */
  thread: number;
  /** Processor time of the process with all its threads. */
  process: number;
}

const sum = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1000;

const delays = monitorEventLoopDelay({ resolution: 1 });
delays.enable();

let busiest = 0;
let last = sum(process.threadCpuUsage());
const tick = setInterval(() => {
  const now = sum(process.threadCpuUsage());
  busiest = Math.max(busiest, now - last);
  last = now;
}, 1);
tick.unref();

let before = { thread: 0, process: 0 };
process.on('message', () => {
  const now = { thread: sum(process.threadCpuUsage()), process: sum(process.cpuUsage()) };
  process.send?.({
    stall: delays.max / 1e6,
    busiest,
    thread: now.thread - before.thread,
    process: now.process - before.process,
  } satisfies Strain);
  before = now;
  busiest = 0;
  delays.reset();
});
// Nobody should have to end this process because it listens to its parent.
process.channel?.unref();
