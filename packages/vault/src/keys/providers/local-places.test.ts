import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { pooledRandom } from '../random.ts';
import { rootKeyPlace } from './places.ts';

it('takes the variable of a root key out of what other processes get before any of them can be started', () => {
  const forgotten: string[] = [];
  const place = rootKeyPlace('env:MY_KEY', '--root-key', {
    environment: { MY_KEY: randomBytes(32).toString('base64') },
    forget: (variable) => void forgotten.push(variable),
    ...{ random: pooledRandom(), clock: Date.now },
  });
  // The place of the next root key may be asked first: a module of a token, say, whose process gets the environment.
  expect(forgotten).toEqual(['MY_KEY']);
  expect([...place.keys()]).toHaveLength(1);
  expect([...place.keys()]).toHaveLength(1);
});
