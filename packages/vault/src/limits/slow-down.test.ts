import { expect, it } from 'vitest';
import { timersByHand } from '../testing/timers-by-hand.ts';
import { slowDown } from './slow-down.ts';

it('holds answers back for a moment, and not more of them than a number', async () => {
  const timers = timersByHand();
  const hold = slowDown(timers.after, { milliseconds: 100, most: 2 });
  const done: string[] = [];
  const start = (name: string) => hold().then(() => done.push(name));
  const all = [start('first'), start('second'), start('third')];
  await all[2];
  expect(done).toEqual(['third']);
  timers.run(100);
  await Promise.all(all);
  expect(done).toEqual(['third', 'first', 'second']);
  void start('fourth');
  await Promise.resolve();
  expect(done).toHaveLength(3);
});
