import { expect, it } from 'vitest';
import { whenFocused } from './when-focused.ts';

/** A document whose page may give it the focus. */
const open = (hasFocus: boolean) => {
  const window = new EventTarget();
  const document = { defaultView: window, hasFocus: () => hasFocus } as unknown as Document;
  const ran: string[] = [];
  const callOff = whenFocused(document, () => ran.push('ran'));
  return { ran, callOff, arrive: () => window.dispatchEvent(new Event('focus')) };
};

it('runs at once where the focus is there', () => {
  expect(open(true).ran).toHaveLength(1);
});

it('waits for the focus that is on its way, and runs once', () => {
  const { ran, arrive } = open(false);
  expect(ran).toEqual([]);
  arrive();
  expect(ran).toHaveLength(1);
  arrive();
  expect(ran).toHaveLength(1);
});

it('can be called off', () => {
  const { ran, callOff, arrive } = open(false);
  callOff();
  arrive();
  expect(ran).toEqual([]);
});
