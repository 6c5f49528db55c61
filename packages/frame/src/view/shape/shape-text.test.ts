import { text } from '@tessera/fields';
import { expect, it } from 'vitest';
import { shape } from './shape-text.ts';

it('a text is cut before an emoji that would not fit, and not in its middle', () => {
  const { parse } = shape(text, { maxLength: 3 });
  expect(parse('ab😀')).toBe('ab');
  expect(parse('a😀b')).toBe('a😀');
  expect(parse('abcd')).toBe('abc');
});
