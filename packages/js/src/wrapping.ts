// The entry `@tessera/js/wrapping`: what wrappers for frameworks share.
import type { ElementEvent, ElementType, HostedElement, OptionsOf } from '@tessera/elements';

export { createFailures, type ElementFailure, type Failures, lossOf } from './failures.ts';

/**
 * The name of an event of elements.
 *
 * @example
 * ```ts
 * import type { EventType } from '@tessera/js/wrapping';
 *
 * const heard: EventType[] = ['change', 'blur'];
 * ```
 */
export type EventType = ElementEvent['type'];

/**
 * The name of the component for a type of element.
 *
 * @example
 * ```ts
 * import type { ComponentName } from '@tessera/js/wrapping';
 *
 * const name: ComponentName<'cardNumber'> = 'CardNumberElement';
 * ```
 */
export type ComponentName<T extends ElementType = ElementType> = `${Capitalize<T>}Element`;

/**
 * Whether one of these elements is not mounted: it was unmounted, or mounting it failed. A wrapper can then ignore failures of calls on
 * them, because the failure to mount was already reported.
 *
 * @example
 * ```ts
 * import type { HostedElement } from '@tessera/js';
 * import { isGone } from '@tessera/js/wrapping';
 *
 * const disable = (element: HostedElement) =>
 *   element.update({ disabled: true }).catch((thrown: unknown) => {
 *     if (!isGone(element)) throw thrown;
 *   });
 * ```
 */
export const isGone = (...elements: readonly (HostedElement | undefined)[]): boolean =>
  elements.some((element) => element?.state === 'idle');

const isSame = (one: unknown, other: unknown): boolean => {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  // The bytes of a font are not among the entries of their buffer, so only the same buffer counts as equal.
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
 * The options that differ between two renders, as `update` takes them, or `undefined` when none do. An option that is gone is `undefined`.
 * Values are compared by content, because templates create new objects on every render.
 *
 * @example
 * ```ts
 * import { changedOptions } from '@tessera/js/wrapping';
 *
 * changedOptions({ placeholder: 'Card' }, { placeholder: 'Number', disabled: true }); // { placeholder: 'Number', disabled: true }
 * ```
 */
export const changedOptions = (before: OptionsOf, after: OptionsOf): OptionsOf | undefined => {
  const gone = Object.fromEntries(Object.keys(before).map((name) => [name, undefined]));
  const known = new Map<string, unknown>(Object.entries(before));
  const changes = Object.entries({ ...gone, ...after }).filter(([name, value]) => !isSame(known.get(name), value));
  return changes.length > 0 ? Object.fromEntries(changes) : undefined;
};
