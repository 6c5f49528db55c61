import process from 'node:process';
import type { Answer, Order } from '../protocol.ts';

/* Stands in for a process whose token takes no PIN, and says how often it was asked. */
let tries = 0;
process.on('message', (order: Order) => {
  if (order.what === 'login') tries += 1;
  const answer: Answer =
    order.what === 'login'
      ? { fault: 'pin', message: `Try ${tries}.` }
      : { fault: 'login', message: 'A PIN is needed.' };
  process.send?.(answer);
});
process.on('disconnect', () => process.exit());
process.send?.({ ready: true });
