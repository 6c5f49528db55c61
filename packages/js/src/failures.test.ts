import { expect, it } from 'vitest';
import { createFailures, type ElementFailure } from './failures.ts';

const failure = (message: string, retry = () => {}): ElementFailure => ({ error: new Error(message), retry });

it('failures tell the oldest error until it is over, and forget all of them when they are tried again', () => {
  const failures = createFailures();
  const heard: (string | undefined)[] = [];
  const end = failures.subscribe(() => heard.push(failures.error()?.message));
  const first = failure('first');
  const second = failure('second', () => failures.add(failure('second again')));
  failures.add(first);
  failures.add(second);
  failures.remove(first);
  failures.remove(first);
  failures.retry();
  expect(heard).toEqual(['first', 'first', 'second', undefined, 'second again']);
  end();
  failures.retry();
  expect(heard).toHaveLength(5);
  expect(failures.error()).toBeUndefined();
});
