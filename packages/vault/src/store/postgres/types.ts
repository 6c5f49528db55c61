import { StoreError } from '../errors.ts';
import type { SqlValue } from '../port.ts';
import { fromText } from './text.ts';

const integer = (text: string): number => {
  const number = Number(text);
  if (Number.isSafeInteger(number)) return number;
  throw new StoreError('refused', 'A number in the answer is too large to be exact.');
};

/** Parsers by type (`select oid, typname from pg_type`): what SQLite gives for the same question. */
const parsers: Readonly<Record<number, (text: string) => SqlValue>> = {
  16: (text) => (text === 't' ? 1 : 0),
  17: (text) => new Uint8Array(Buffer.from(text.slice(2), 'hex')),
  20: integer,
  21: integer,
  23: integer,
  700: Number,
  701: Number,
  // Sums of 64-bit integers.
  1700: Number,
};

/** How `pg` reads columns for us. JSON columns do not exist; ours are text and stay text. */
export const types = {
  getTypeParser: (oid: number) => parsers[oid] ?? fromText,
};
