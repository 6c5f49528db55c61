/*
 * What the wrappers of several frameworks share: `@tessera/js/wrapping`.
 */
import type { ElementEvent, ElementType, HostedElement, OptionsOf } from '@tessera/elements';

/** The name of an event: `change`. */
export type EventType = ElementEvent['type'];

/** The component of a type of element: `CardNumberElement` of `cardNumber`. A wrapper has one for each type. */
export type ComponentName<T extends ElementType = ElementType> = `${Capitalize<T>}Element`;

/**
 * Whether one of these elements was unmounted meanwhile, or could not be mounted. Then it has said so already, and what fails
 * because of it is nobody's news.
 */
export const isGone = (...elements: readonly (HostedElement | undefined)[]): boolean =>
  elements.some((element) => element?.state === 'idle');

const isSame = (one: unknown, other: unknown): boolean => {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  // What is in the bytes of a font cannot be seen in their entries; the same buffer is the same.
  if (one instanceof ArrayBuffer || other instanceof ArrayBuffer) return false;
  if (one instanceof RegExp || other instanceof RegExp) return String(one) === String(other);
  const [these, those] = [new Map(Object.entries(one)), new Map(Object.entries(other))];
  return (
    Array.isArray(one) === Array.isArray(other) &&
    these.size === those.size &&
    [...these].every(([key, value]) => those.has(key) && isSame(value, those.get(key)))
  );
};

/**
 * What of the options has changed, for `update`; an option that is not given any more is `undefined` in it. Options are
 * compared by what they say, because a template writes its objects anew on every render. Nothing when nothing has.
 */
export const changedOptions = (before: OptionsOf, after: OptionsOf): OptionsOf | undefined => {
  const gone = Object.fromEntries(Object.keys(before).map((name) => [name, undefined]));
  const known = new Map<string, unknown>(Object.entries(before));
  const changes = Object.entries({ ...gone, ...after }).filter(([name, value]) => !isSame(known.get(name), value));
  return changes.length > 0 ? Object.fromEntries(changes) : undefined;
};
