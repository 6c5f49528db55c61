import { getEnvironmentData, isMainThread, parentPort, setEnvironmentData, workerData } from 'node:worker_threads';
import { serveScans } from '../sqlite/serve-scans.ts';

/*
 * A thread that scans as the vault's own does, but only while a gate is open: before a closed one it stands still in the middle of its
 * work, as a statement that takes forever would.
 */

const name = 'tessera test gate';

/** A gate for the threads that are started from now on. The program they run is this file. */
export const gateForScans = () => {
  const gate = new Int32Array(new SharedArrayBuffer(4)).fill(1);
  setEnvironmentData(name, gate);
  return {
    program: new URL(import.meta.url),
    close: () => {
      Atomics.store(gate, 0, 0);
    },
    open: () => {
      Atomics.store(gate, 0, 1);
      Atomics.notify(gate, 0);
    },
  };
};

if (!isMainThread && parentPort !== null) {
  const gate = getEnvironmentData(name) as Int32Array;
  parentPort.on('message', () => void Atomics.wait(gate, 0, 0));
  serveScans(parentPort, workerData);
}
