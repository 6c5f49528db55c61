import { Failure } from '@tessera/bridge';
import type { Field } from '@tessera/fields';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Longer values than this are no one's. */
const maxLength = 100_000;

const textOf = (value: unknown): string | undefined => {
  if (value === undefined || value === null) return undefined;
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || text.length > maxLength) throw new Failure('invalid-option', { detail: 'value' });
  return text;
};

/**
 * What to write into each box for a value that is given and not typed: a text for the only box, or a record with the
 * properties of the wire; those of an expiry date may leave out `expiration_`. A box of which nothing is said stays.
 */
export const givenTexts = (fields: readonly Field[], value: unknown): (string | undefined)[] => {
  if (!isRecord(value)) {
    if (fields.length > 1 && value !== null) throw new Failure('invalid-option', { detail: 'value' });
    return [textOf(value)];
  }
  return fields.map((field) => {
    const parts = Object.keys(field.data('')).map((name) =>
      textOf(value[name] ?? value[name.replace(/^expiration_/, '')]),
    );
    return parts.every((part) => part !== undefined) ? parts.join('/') : undefined;
  });
};
