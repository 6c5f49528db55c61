import { ElementsError } from '../errors.ts';

/** The element of the page that `mount` was given, or asked for by a selector. */
export const findTarget = (target: string | Element): Element => {
  let found: Element | null = null;
  const selector = typeof target === 'string' ? target : undefined;
  try {
    found = selector === undefined ? (target as Element) : document.querySelector(selector);
  } catch {
    // The text is no selector, or there is no document: on a server.
  }
  if (!found?.isConnected) throw new ElementsError('mount-target-missing', selector);
  if (found.ownerDocument !== document) throw new ElementsError('mount-target-elsewhere');
  if (window.origin === 'null') throw new ElementsError('frame-opaque-origin');
  return found;
};
