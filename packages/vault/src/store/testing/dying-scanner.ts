import { parentPort, workerData } from 'node:worker_threads';
import { serveScans, type ToScanner } from '../sqlite/serve-scans.ts';

// A thread that scans as the vault's own does, and dies of a statement that says so.
parentPort?.on('message', (message: ToScanner) => {
  if (message !== 'close' && message.sql.includes('die')) process.exit(1);
});
if (parentPort !== null) serveScans(parentPort, workerData);
