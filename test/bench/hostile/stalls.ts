import { monitorEventLoopDelay } from 'node:perf_hooks';

/*
 * Loaded into the vault under attack before everything else (`node --import`). Answers each message of its parent with the longest time,
 * in milliseconds, for which its main thread let everything else wait since the message before.
 */
const delays = monitorEventLoopDelay({ resolution: 1 });
delays.enable();
process.on('message', () => {
  process.send?.(delays.max / 1e6);
  delays.reset();
});
// Nobody should have to end this process because it listens to its parent.
process.channel?.unref();
