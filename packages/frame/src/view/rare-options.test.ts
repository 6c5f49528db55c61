import type { ElementOptions } from '@tessera/bridge';
import { expect, it } from 'vitest';
import { openRareOptions } from './rare-options.ts';
import type { View } from './view-types.ts';

const node = () => {
  const attributes = new Map<string, string>();
  return {
    attributes,
    setAttribute: (name: string, value: string) => void attributes.set(name, value),
    removeAttribute: (name: string) => void attributes.delete(name),
  };
};

/** What describes an element of so many inputs, after each of these options. */
const described = async (count: number, given: readonly ElementOptions[]) => {
  const group = node();
  const inputs = Array.from({ length: count }, node);
  const document = { querySelectorAll: () => inputs, querySelector: () => group };
  const apply = await openRareOptions({
    window: { document } as unknown as Window & { document: Document },
    ...{ fontOrigins: [], view: {} as View, options: given[0] ?? {}, emit: () => {} },
  });
  return given.map((options) => {
    apply(options);
    return [group, ...inputs].map(({ attributes }) => attributes.get('aria-description'));
  });
};

const texts = [
  { ariaDescription: 'As printed' },
  { disabled: true },
  { ariaDescription: undefined },
] as ElementOptions[];

it('a description goes to the only input, or to the group of several, and is taken back', async () => {
  expect(await described(1, texts)).toEqual([
    [undefined, 'As printed'],
    [undefined, 'As printed'],
    [undefined, undefined],
  ]);
  expect(await described(2, texts)).toEqual([
    ['As printed', undefined, undefined],
    ['As printed', undefined, undefined],
    [undefined, undefined, undefined],
  ]);
});

it('a description is cut where nobody would listen on', async () => {
  const [[, text] = []] = await described(1, [{ ariaDescription: 'x'.repeat(5000) }]);
  expect(text).toHaveLength(200);
});
