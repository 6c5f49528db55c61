import type { Wire } from '@tessera/contract';

type ValueType = Wire['FormulaValueType'];

/** How each type may be written as text, which is all that typed clients can send. */
const written: Readonly<Record<ValueType, RegExp>> = {
  string: /^/,
  boolean: /^(true|false)$/,
  number: /^-?\d{1,15}(\.\d{1,15})?$/,
};

/** What a value of each type is called in a sentence. */
export const phrases: Readonly<Record<ValueType, string>> = {
  string: 'text',
  boolean: 'true or false',
  number: 'a number',
};

const readers: Readonly<Record<ValueType, (text: string) => string | number | boolean>> = {
  string: (text) => text,
  boolean: (text) => text === 'true',
  number: Number,
};

/** A value as the declared type has it, or nothing where it is none of it. Numbers and booleans may be written as text. */
export const cast = (type: ValueType, value: unknown): string | number | boolean | undefined => {
  if (typeof value === 'string' && written[type].test(value)) return readers[type](value);
  return (type === 'number' && typeof value === 'number') || (type === 'boolean' && typeof value === 'boolean')
    ? value
    : undefined;
};
