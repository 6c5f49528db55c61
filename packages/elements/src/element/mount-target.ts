import { ElementsError } from '../errors.ts';

/** The element of the page that `mount` was given, or asked for by a selector. */
export const findTarget = (target: string | Element): Element => {
  const missing = () => new ElementsError('mount-target-missing', typeof target === 'string' ? target : undefined);
  if (typeof document === 'undefined') throw missing();
  let found: Element | null = null;
  try {
    found = typeof target === 'string' ? document.querySelector(target) : target;
  } catch {
    throw missing();
  }
  if (!found?.isConnected) throw missing();
  if (found.ownerDocument !== document) throw new ElementsError('mount-target-elsewhere');
  if (window.origin === 'null') throw new ElementsError('frame-opaque-origin');
  return found;
};
