import { createHash } from 'node:crypto';
import type { Wire } from '@tessera/contract';

/** A property that a change changed. */
export type Change = NonNullable<Wire['Log']['changes']>[number];

/** What a thing is, as far as an entry of the audit log may tell how that changed. */
export interface Facts {
  /** Values that are no secret and hold nothing that a customer wrote. */
  shown: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  /** Values of which only is told that they changed. */
  named: Readonly<Record<string, unknown>>;
}

/** A time as it is shown. */
export const timeShown = (time: number | undefined): string | undefined =>
  time === undefined ? undefined : new Date(time).toISOString();

/** Of an address its origin: paths and queries may hold secrets. */
export const originShown = (url: string): string => URL.parse(url)?.origin ?? 'no URL';

/** Code, by the digest under which runs of it with test data stand in the log. */
export const codeShown = (code: string): string => `SHA-256 ${createHash('sha256').update(code).digest('hex')}`;

/** Characters of a value, and values of a property, that are told of. */
const most = { characters: 200, values: 50 };

const textsOf = (value: Facts['shown'][string]): string[] => {
  if (value === undefined) return [];
  return typeof value === 'object' ? [...value] : [String(value)];
};

const missingIn = (texts: readonly string[], others: readonly string[]): string[] => {
  const there = new Set(others);
  const missing = texts.filter((text) => !there.has(text));
  const told = missing.slice(0, most.values).map((text) => text.slice(0, most.characters));
  return missing.length > told.length ? [...told, `${missing.length - told.length} more`] : told;
};

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Which properties differ, and how, as an audit row keeps it; `undefined` where none does. */
export const changesBetween = (before: Facts, after: Facts): string | undefined => {
  const shown = Object.keys({ ...before.shown, ...after.shown }).flatMap((property): Change[] => {
    const [old, now] = [textsOf(before.shown[property]), textsOf(after.shown[property])];
    const [removed, added] = [missingIn(old, now), missingIn(now, old)];
    if (removed.length + added.length > 0) return [{ property, removed, added }];
    return isSame(old, now) ? [] : [{ property }];
  });
  const told = new Set(shown.map(({ property }) => property));
  const named = Object.keys({ ...before.named, ...after.named })
    .filter((property) => !told.has(property) && !isSame(before.named[property], after.named[property]))
    .map((property) => ({ property }));
  const changes = [...shown, ...named];
  return changes.length > 0 ? JSON.stringify(changes) : undefined;
};

/** What the row tells; nothing of one that somebody else wrote. */
export const readChanges = (text: string): Change[] => {
  try {
    const changes: unknown = JSON.parse(text);
    return Array.isArray(changes) ? changes : [];
  } catch {
    return [];
  }
};
