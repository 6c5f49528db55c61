import { expect, it } from 'vitest';
import { RootKeyError } from '../errors.ts';
import { lasting } from './lasting.ts';

const minute = 60_000;

it('is used to its end while it cannot be replaced, and not every call waits for another try', async () => {
  let [now, tries, down] = [0, 0, false];
  const held = lasting(
    async () => {
      tries += 1;
      if (down) throw new RootKeyError('unavailable', 'It is out of order.');
      return { value: tries, endsAt: now + 60 * minute };
    },
    () => now,
  );
  expect(await held.current()).toBe(1);
  down = true;
  now = 56 * minute;
  for (let n = 0; n < 5; n++) expect(await held.current()).toBe(1);
  expect(tries).toBe(2);
  now = 57 * minute;
  expect(await held.current()).toBe(1);
  expect(tries).toBe(3);
  now = 60 * minute - 1000;
  expect(await held.current()).toBe(1);
  now = 60 * minute;
  await expect(held.current()).rejects.toThrow('out of order');
  down = false;
  expect(await held.current()).toBe(6);
});
