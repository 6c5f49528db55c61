import { expect, it } from 'vitest';
import { errorFields } from './log.ts';

const secret = '4242424242424242';

it('an error is logged by its name and its places in the code, and its words only where they are ours', () => {
  const foreign = errorFields(new RangeError(`bad value ${secret}`));
  expect(foreign).toEqual({ error: 'RangeError', stack: expect.any(Array) });
  expect((foreign.stack as string[])[0]).toContain('log.test.ts');
  const ours = Object.assign(new Error('vault.db is full.'), { name: 'StoreError', code: 'full' });
  expect(errorFields(ours)).toMatchObject({ error: 'StoreError', reason: 'vault.db is full.', code: 'full' });
  expect(errorFields(secret)).toEqual({ error: 'string' });
});

it('a message whose lines look like places does not get into the log, also when it was changed later', () => {
  const disguised = `no\n    at ${secret} (file:///a.ts:1:1)\n    at ${secret}`;
  const stack = errorFields(new Error(disguised)).stack as string[];
  expect(stack.length).toBeGreaterThan(0);
  expect(stack.join()).not.toContain(secret);
  const changed = new Error(disguised);
  // Whoever asks first decides what message the stack begins with.
  expect(changed.stack).toContain(secret);
  changed.message = 'harmless';
  expect(errorFields(changed)).toEqual({ error: 'Error', stack: [] });
});
