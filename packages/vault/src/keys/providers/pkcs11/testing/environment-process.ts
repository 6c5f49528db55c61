import process from 'node:process';
import type { Answer } from '../protocol.ts';

/* Tells its environment in place of a failure. */
const message = Object.entries(process.env)
  .map(([name, value]) => `${name}=${value}`)
  .join('\n');
const answer: Answer = { fault: 'refused', message };
process.on('message', () => process.send?.(answer));
process.on('disconnect', () => process.exit());
process.send?.({ ready: true });
