import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { endWithParent } from '../inside/end-with-parent.ts';

/* Stands in for a process whose module blocks: it takes an order and is never heard of again. */
process.on('message', () => {
  const file = process.env.PID_FILE;
  if (file !== undefined) writeFileSync(file, `${process.pid}\n`);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
process.on('disconnect', () => process.exit());
await endWithParent();
process.send?.({ ready: true });
