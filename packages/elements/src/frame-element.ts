import type { ElementOptions } from '@tessera/bridge';
import type { ElementType } from '@tessera/fields';

/** What the iframe is called when the page gives it no title; also the list of types there are. */
export const titles: Readonly<Record<ElementType, string>> = {
  card: 'Card details',
  cardNumber: 'Card number',
  cardExpirationDate: 'Card expiration date',
  cardVerificationCode: 'Card security code',
  text: 'Text field',
};

/** A length as it counts in a frame: a bare number is pixels, and a `rem` is 16 of them. */
const lengthOf = (value: unknown): string =>
  String(value)
    .replace(/^[\d.]+$/, '$&px')
    .replace(/([\d.]+)rem/, 'calc($1*16px)');

/**
 * Writes title and height, which is one line of input, so that the page is laid out for good before the frame is there;
 * called again after an update. What is no CSS changes nothing.
 */
export const dressFrame = (iframe: HTMLIFrameElement, type: ElementType, { title, style }: ElementOptions): void => {
  const { fontSize = 16, lineHeight = 1.5, padding = 0 } = style?.base ?? {};
  // A percentage here would be one of the container's height.
  const [top = '', , bottom = top] = String(padding)
    .replace(/[\d.]+%/g, '0')
    .split(' ')
    .map(lengthOf);
  iframe.title = title ?? titles[type];
  iframe.style.fontSize = lengthOf(String(fontSize).replace(/r?em/, 'rem'));
  iframe.style.lineHeight = Number(lineHeight) ? String(lineHeight) : lengthOf(lineHeight);
  iframe.style.height = `calc(1lh + ${top} + ${bottom})`;
};

const dress =
  'border:0;color-scheme:normal;display:block;font-size:16px;line-height:1.5;height:24px;margin:0;padding:0;width:100%';

/** An iframe that is ready to go into the document. Styles go through CSSOM, which strict policies allow. */
export const createFrame = (document: Document, origin: string, type: ElementType, options: ElementOptions) => {
  const iframe = document.createElement('iframe');
  iframe.style.cssText = dress;
  iframe.referrerPolicy = 'no-referrer';
  iframe.setAttribute('scrolling', 'no');
  iframe.src = `${origin}/elements/`;
  dressFrame(iframe, type, options);
  return iframe;
};
