import process from 'node:process';

/* Stands in for a process whose module blocks: it takes an order and is never heard of again. */
process.on('message', () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
process.on('disconnect', () => process.exit());
process.send?.({ ready: true });
