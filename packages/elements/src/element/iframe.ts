import type { ElementOptions } from '@tessera/bridge';
import type { ElementType } from '@tessera/fields';
import { vaultFrame } from '../frame-source.ts';
import { type Frame, rowsOf, type Surroundings, tellable, themeOf, wordsOf } from './surroundings.ts';

/** A CSS length that means the same on the page as in a frame: a bare number is pixels, and a `rem` is 16 of them. */
const lengthOf = (value: unknown): string =>
  `${value}`.replace(/^[\d.]+$/, '$&px').replace(/([\d.]+)rem/, 'calc($1*16px)');

/**
 * Applies those options that concern the outside of a frame; called again after an update. The iframe gets the height of its lines of
 * input, so that the page does not shift when the frame loads. Invalid CSS changes nothing.
 */
export const dressFrame = (frame: Frame, type: ElementType, options: ElementOptions): void => {
  const { wrapper, iframe } = frame;
  const { style, colorScheme = '' } = options;
  const { fontSize = 16, lineHeight = 1.5, padding = 0 } = { ...themeOf(frame, options), ...style?.base };
  // A percentage would refer to the height of the container on the page, not of the input.
  const [top = '', , bottom = top] = `${padding}`
    .replace(/[\d.]+%/g, '0')
    .split(' ')
    .map(lengthOf);
  wrapper.style.colorScheme = colorScheme;
  iframe.style.fontSize = lengthOf(`${fontSize}`.replace(/r?em/, 'rem'));
  iframe.style.lineHeight = `${Number(lineHeight) ? lineHeight : lengthOf(lineHeight)}`;
  // Rows of input are eight pixels apart.
  iframe.style.height = `calc((1lh + ${top} + ${bottom} + 8px) * ${rowsOf(frame, type, options)} - 8px)`;
};

/**
 * Calls `tell` with the surroundings of a frame whenever they are others than it was told last; for a hidden frame, when it is shown. No event
 * tells that an iframe was taken out of the document, but its size changes then: `isGone` looks whether it was.
 */
export const watchSurroundings = (
  frame: Frame,
  type: ElementType,
  options: () => ElementOptions,
  { isGone, tell }: { isGone(): boolean; tell(surroundings: Surroundings): void },
): void => {
  const { wrapper, iframe } = frame;
  const look = () => {
    if (isGone()) return;
    const before = frame.told;
    const now = tellable(frame, type, options());
    // Also for those that the opening told: they may have changed since the mount.
    dressFrame(frame, type, options());
    if (frame.told !== before) tell(now);
  };
  wrapper.addEventListener('transitionend', look);
  const sizes = new ResizeObserver(look);
  sizes.observe(wrapper);
  // The page may have fixed the size of the wrapper.
  sizes.observe(iframe);
};

/**
 * An iframe that is ready to be inserted, or an early one with a wrapper that it has to be moved into. Styles are set through the CSSOM,
 * which strict content security policies allow.
 */
export const createFrame = (
  document: Document,
  origin: string,
  type: ElementType,
  { enableCopy, title }: ElementOptions,
  early?: HTMLIFrameElement,
): Frame => {
  const frame = { wrapper: document.createElement('div'), iframe: early ?? vaultFrame(document, origin) };
  const { wrapper, iframe } = frame;
  // The system colour changes with the page's colour scheme; the transition makes that change an event.
  wrapper.style.cssText = 'color:CanvasText!important;transition:color 1ms!important;width:100%';
  // A frame is transparent as long as its own colour scheme equals that of its iframe: both are always light.
  iframe.style.cssText =
    'border:0;color-scheme:light;display:block;font-size:16px;line-height:1.5;height:24px;margin:0;padding:0;width:100%';
  iframe.hidden = false;
  // Until the frame says how it is called in the language of the customer.
  iframe.title = title ?? wordsOf(type, ' ');
  if (early) return frame;
  if (enableCopy) iframe.allow = 'clipboard-write';
  wrapper.append(iframe);
  return frame;
};
