import { expect, it } from 'vitest';
import { heardFocus, takeFocus } from './focus.ts';

/** A page with an open frame, which counts how often it was asked to put the focus into an input. */
const open = (refuses = false) => {
  const root: { activeElement: unknown } = { activeElement: 'body' };
  const iframe = {
    getRootNode: () => root,
    focus: () => {
      if (!refuses) root.activeElement = iframe;
    },
  };
  const marks: boolean[] = [];
  const wrapper = { parentElement: { toggleAttribute: (_name: string, isOn: boolean) => marks.push(isOn) } };
  const placement = {
    ...{ frame: { iframe, wrapper } as never, connection: {} as never, opening: Promise.resolve({} as never) },
    ...{ asked: 0, isAsked: false },
    tell: () => {
      placement.asked++;
    },
  };
  return { placement, root, marks };
};

it('asks a frame again that loses the focus after it was given it, since it had not heard yet that it was away', async () => {
  const { placement } = open();
  takeFocus(placement);
  await placement.opening;
  expect(placement.asked).toBe(1);
  heardFocus(placement, false);
  expect(placement.asked).toBe(2);
  heardFocus(placement, false);
  expect(placement.asked).toBe(2);
});

it('leaves a frame alone that had the focus all the time, or from which the page has moved it on', async () => {
  const { placement, root } = open();
  takeFocus(placement);
  takeFocus(placement);
  await placement.opening;
  heardFocus(placement, false);
  expect(placement.asked).toBe(2);
  root.activeElement = 'body';
  takeFocus(placement);
  await placement.opening;
  root.activeElement = 'button';
  heardFocus(placement, false);
  expect(placement.asked).toBe(3);
});

it('asks for nothing where the page refuses the focus', async () => {
  const { placement } = open(true);
  takeFocus(placement);
  await placement.opening;
  expect(placement.asked).toBe(0);
});

it('marks the container while an input has the focus', () => {
  const { placement, marks } = open();
  heardFocus(placement, true);
  heardFocus(placement, false);
  expect(marks).toEqual([true, false]);
});
