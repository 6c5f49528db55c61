import { type ErrorCode, Failure } from '@tessera/bridge';
import { isObject } from './records.ts';
import { type Handle, handlesBeside } from './siblings.ts';
import type { View } from './view/view-types.ts';

/** Other names that published clients give to properties. */
const otherNames: Readonly<Record<string, string>> = { expiration_month: 'month', expiration_year: 'year' };

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

/** What each box shows of a value; nothing in boxes whose values nobody may see again. */
const textsFor = (view: View, value: unknown): (string | undefined)[] =>
  view.boxes.map(({ field }) => {
    if (field.fleeting) return undefined;
    if (!isObject(value)) return view.boxes.length === 1 ? textOf(value) : undefined;
    const parts = Object.keys(field.data('')).map((key) => value[key] ?? value[otherNames[key] ?? '']);
    return parts.map(textOf).join('/');
  });

/** Shows a revealed value in an element. Gives the reason where the element has no place for it. */
export const show = (view: View, value: unknown): ErrorCode | undefined => {
  const texts = textsFor(view, value);
  if (!texts.some((text) => text !== undefined)) return 'wrong-field';
  view.put(texts);
  return undefined;
};

/** Shows what is in another element of the same type, for as long as both live and this one is not cleared. */
export const mirror = ({ window, handle, view }: { window: Window; handle: Handle; view: View }, id: unknown): void => {
  const source = [...handlesBeside(window)].find((one) => one.id === id);
  if (!source) throw new Failure('sibling-unreachable');
  if (source.type !== handle.type || view.boxes.every(({ field }) => field.fleeting)) throw new Failure('wrong-field');
  let begun = false;
  let last = '';
  const refusal = source.watch(handle.identity, (texts) => {
    if (begun && !view.showing) return false;
    const now = JSON.stringify(texts);
    // Two elements that mirror each other come to rest.
    if (!begun || now !== last) {
      begun = true;
      last = now;
      view.put(texts);
    }
    return true;
  });
  if (refusal) throw new Failure(refusal);
};
