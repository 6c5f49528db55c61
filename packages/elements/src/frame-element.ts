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

const rootSize = 16;

/** A CSS length as pixels; `em` of the given font size. What this cannot read counts as nothing. */
const pixels = (value: unknown, fontSize: number): number => {
  const [, amount = '0', unit = 'px'] = /^(\d*\.?\d+)(px|r?em)?$/.exec(String(value)) ?? [];
  const scale: Readonly<Record<string, number>> = { px: 1, em: fontSize, rem: rootSize };
  return Number(amount) * (scale[unit] ?? 0);
};

/** The height of one line of input in pixels, so that the page is laid out for good before the frame is there. */
const heightOf = ({ style }: ElementOptions): number => {
  const { fontSize, lineHeight, padding } = style?.base ?? {};
  const size = pixels(fontSize, rootSize) || rootSize;
  const line = /^[\d.]+$/.test(String(lineHeight)) ? Number(lineHeight) * size : pixels(lineHeight, size);
  const [top = '0', , bottom = top] = String(padding ?? '').split(' ');
  return Math.ceil(Math.max(line || size * 1.5, 1) + pixels(top, size) + pixels(bottom, size));
};

/** Writes title and height; called again after an update. */
export const dressFrame = (iframe: HTMLIFrameElement, type: ElementType, options: ElementOptions): void => {
  iframe.title = options.title ?? titles[type];
  iframe.style.height = `${heightOf(options)}px`;
};

/** An iframe that is ready to go into the document. Styles go through CSSOM, which strict policies allow. */
export const createFrame = (document: Document, origin: string, type: ElementType, options: ElementOptions) => {
  const iframe = document.createElement('iframe');
  Object.assign(iframe.style, {
    border: '0',
    colorScheme: 'normal',
    display: 'block',
    margin: '0',
    padding: '0',
    width: '100%',
  });
  iframe.referrerPolicy = 'no-referrer';
  iframe.setAttribute('scrolling', 'no');
  iframe.src = `${origin}/elements/`;
  dressFrame(iframe, type, options);
  return iframe;
};
