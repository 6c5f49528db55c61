import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** Reads what the starting process never writes: the end of it comes when that process is gone, however it went. */
const watch = `
  const { Socket } = require('node:net');
  const end = () => process.kill(process.pid, 'SIGKILL');
  new Socket({ fd: 0, writable: false }).on('error', end).on('close', end).resume();
`;

/**
 * Ends this process with the one that started it. A thread of its own watches for that, because this one may be held for good by a call into
 * the module, and would hear of nothing. Resolves when it watches.
 */
export const endWithParent = async (): Promise<void> => {
  const watcher = new Worker(watch, { eval: true });
  watcher.unref();
  await once(watcher, 'online');
};
