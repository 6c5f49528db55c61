import type { Field } from './field.ts';

/** Any text. It is stored as typed: spaces, line separators and markup are part of it. */
export const text: Field = {
  type: 'text',
  part: { target: 'text', option: 'text' },
  placeholder: '',
  inputMode: 'text',
  dir: 'auto',
  autocomplete: 'on',
  parse: (typed) => typed,
  format: (value) => value,
  judge: (value) => (value === '' ? 'incomplete' : 'complete'),
  fill: () => 'enough',
  facts: () => ({}),
  data: (value) => ({ value }),
};
