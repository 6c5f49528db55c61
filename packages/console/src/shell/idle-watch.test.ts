import { beforeEach, expect, it } from 'vitest';
import { idleWatch } from './idle-watch.ts';

/** Timers that go on by hand. */
const clock = () => {
  let now = 0;
  let last = 0;
  const timers = new Map<number, { at: number; run: () => void }>();
  return {
    setTimeout: ((run: () => void, after = 0) => {
      last += 1;
      timers.set(last, { at: now + after, run });
      return last;
    }) as unknown as Window['setTimeout'],
    clearTimeout: ((id: number) => void timers.delete(id)) as Window['clearTimeout'],
    pass: (time: number) => {
      now += time;
      for (const [id, { at, run }] of [...timers].sort(([, a], [, b]) => a.at - b.at)) {
        if (at <= now && timers.delete(id)) run();
      }
    },
  };
};

const minute = 60_000;
let said: string[];
let time: ReturnType<typeof clock>;
const start = (minutes: number) => {
  const watch = idleWatch(time, { soon: () => said.push('soon'), ended: () => said.push('ended') });
  watch.begin(minutes * minute);
  return watch;
};
beforeEach(() => {
  said = [];
  time = clock();
});

it('tells a minute before the session ends, and when it has ended', () => {
  start(15);
  time.pass(13.9 * minute);
  expect(said).toEqual([]);
  time.pass(0.2 * minute);
  expect(said).toEqual(['soon']);
  time.pass(minute);
  expect(said).toEqual(['soon', 'ended']);
});

it('begins anew with every call', () => {
  const watch = start(15);
  for (let call = 0; call < 5; call += 1) {
    time.pass(10 * minute);
    watch.touch();
  }
  expect(said).toEqual([]);
});

it('says nothing after somebody has signed out', () => {
  const watch = start(15);
  watch.stop();
  watch.touch();
  time.pass(60 * minute);
  expect(said).toEqual([]);
});

it('tells at once of a session that ends in less than a minute', () => {
  start(0.5);
  time.pass(0);
  expect(said).toEqual(['soon']);
});
