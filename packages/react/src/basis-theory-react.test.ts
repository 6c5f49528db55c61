import type { HostedElement } from '@tessera/js';
import { expect, it } from 'vitest';
import { BasisTheoryReact } from './basis-theory-react.ts';

it('finds the element of a component until that one is gone, whatever goes later that had its id before', () => {
  const bt = new BasisTheoryReact();
  const [before, now] = [{} as HostedElement, {} as HostedElement];
  bt.indexElement('card', before);
  // A page that fades one step of a form out while the next one comes has both for a while.
  bt.indexElement('card', now);
  bt.disposeElement('card', before);
  expect(bt.getElement('card')).toBe(now);
  bt.disposeElement('card', now);
  expect(() => bt.getElement('card')).toThrow('Unable to find an Element with id "card".');
});
