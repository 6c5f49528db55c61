import { type ElementOptions, type ErrorCode, Failure } from '@tessera/bridge';
import { isObject } from '../json.ts';
import type { View, Watcher } from '../view/view-types.ts';
import { type Handle, handlesBeside } from './handle.ts';

/** Names that published clients use instead. */
const otherNames: Readonly<Record<string, string>> = { expiration_month: 'month', expiration_year: 'year' };

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

/** The text that each box shows of a value; none for security codes. */
const textsFor = (view: View, value: unknown): (string | undefined)[] =>
  view.boxes.map(({ field }) => {
    if (field.fleeting) return undefined;
    if (!isObject(value)) return view.boxes.length === 1 ? textOf(value) : undefined;
    const parts = Object.keys(field.data('')).map((key) => value[key] ?? value[otherNames[key] ?? '']);
    return parts.map(textOf).join('/');
  });

/** Shows a revealed value in an element. Returns an error code when no input of the element can show it. */
export const show = (view: View, value: unknown): ErrorCode | undefined => {
  const texts = textsFor(view, value);
  if (!texts.some((text) => text !== undefined)) return 'wrong-field';
  view.put(texts);
  return undefined;
};

/** An element that is to show what is in another one. */
interface Mirror {
  readonly window: Window;
  readonly handle: Handle;
  readonly view: View;
  readonly options: ElementOptions;
}

/**
 * From now on shows what is in another element of the same type, until this one is cleared; once that is gone, nothing. A button that stands
 * alone shows nothing of it, and copies it.
 */
export const mirror = async ({ window, handle, view, options }: Mirror, id: unknown): Promise<void> => {
  const source = [...handlesBeside(window)].find((one) => one.id === id);
  if (!source) throw new Failure('sibling-unreachable');
  const watch = (listener: Watcher) => {
    const refusal = source.watch(handle.identity, listener);
    // What was in it is gone with its document, unless the browser keeps that to go back to.
    const end = ({ persisted }: PageTransitionEvent) => persisted || listener(['']);
    if (!refusal) source.window.addEventListener('pagehide', end);
    return refusal;
  };
  if (options.enableCopy === 'only') {
    const { copyFrom } = await import('../view/copy-button.ts').catch(() => {
      throw new Failure('vault-unreachable');
    });
    const reason = copyFrom(view, { type: source.type, watch });
    if (reason) throw new Failure(reason);
    return;
  }
  if (source.type !== handle.type || view.boxes.every(({ field }) => field.fleeting)) throw new Failure('wrong-field');
  let begun = false;
  let last = '';
  const refusal = watch((texts) => {
    if (begun && !view.showing) return false;
    const now = JSON.stringify(texts);
    // Two elements that mirror each other would otherwise update each other forever.
    if (!begun || now !== last) {
      begun = true;
      last = now;
      view.put(texts);
    }
    return true;
  });
  if (refusal) throw new Failure(refusal);
};
