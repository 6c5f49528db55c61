import { expect, it } from 'vitest';
import { copyFrom } from './copy-button.ts';
import type { View, Watcher } from './view-types.ts';

/** An element whose texts change. */
const sourceOf = (type: string, first: string | undefined) => {
  let listener: Watcher | undefined;
  return {
    source: {
      type,
      watch: (asked: Watcher) => {
        if (asked([first])) listener = asked;
        return undefined;
      },
    },
    /** Whether somebody still listens to what is typed. */
    types: (text: string) => {
      if (listener && !listener([text])) listener = undefined;
      return listener !== undefined;
    },
  };
};

const view = () => ({}) as View;

it('a button that stands alone copies from one element, the one that was named last', () => {
  const own = view();
  const [first, second] = [sourceOf('cardNumber', ''), sourceOf('text', 'a b')];
  expect(copyFrom(own, first.source)).toBeUndefined();
  expect(first.types('4242 4242')).toBe(true);
  expect(copyFrom(own, second.source)).toBeUndefined();
  expect([first.types('4242 4242 4242'), second.types('a b c')]).toEqual([false, true]);
});

it('a button that stands alone copies no security code, and goes on with what it copied before', () => {
  const own = view();
  const [number, code] = [sourceOf('cardNumber', ''), sourceOf('cardVerificationCode', undefined)];
  expect(copyFrom(own, number.source)).toBeUndefined();
  expect(copyFrom(own, code.source)).toBe('wrong-field');
  expect([number.types('4'), code.types('1')]).toEqual([true, false]);
});

it('a button that stands alone says why an element of another page does not answer', () => {
  expect(copyFrom(view(), { type: 'cardNumber', watch: () => 'sibling-mismatch' })).toBe('sibling-mismatch');
});
