import type { ElementOptions } from '@tessera/bridge';
import type { ElementType } from '@tessera/fields';

/** What the iframe is called when the page gives it no title; also the list of types there are. */
export const titles: Readonly<Record<ElementType, string>> = {
  card: 'Card details',
  cardNumber: 'Card number',
  cardExpirationDate: 'Card expiration date',
  cardVerificationCode: 'Card security code',
  text: 'Text field',
  bankRoutingNumber: 'Routing number',
  bankAccountNumber: 'Account number',
  bank: 'Bank account',
};

/** An iframe and the box it fills, which shares the page's colour scheme and tells when that changes. */
export interface Frame {
  readonly place: HTMLElement;
  readonly iframe: HTMLIFrameElement;
}

/** A length as it counts in a frame: a bare number is pixels, and a `rem` is 16 of them. */
const lengthOf = (value: unknown): string =>
  String(value)
    .replace(/^[\d.]+$/, '$&px')
    .replace(/([\d.]+)rem/, 'calc($1*16px)');

/**
 * Writes what options say of the outside of a frame; called again after an update. Its height is that of one line of input,
 * so that the page is laid out for good before the frame is there. What is no CSS changes nothing.
 */
export const dressFrame = ({ place, iframe }: Frame, type: ElementType, options: ElementOptions): void => {
  const { title, style, colorScheme = '' } = options;
  const { fontSize = 16, lineHeight = 1.5, padding = 0 } = style?.base ?? {};
  // A percentage here would be one of the container's height.
  const [top = '', , bottom = top] = String(padding)
    .replace(/[\d.]+%/g, '0')
    .split(' ')
    .map(lengthOf);
  place.style.colorScheme = colorScheme;
  iframe.title = title ?? titles[type];
  iframe.style.fontSize = lengthOf(String(fontSize).replace(/r?em/, 'rem'));
  iframe.style.lineHeight = Number(lineHeight) ? String(lineHeight) : lengthOf(lineHeight);
  iframe.style.height = `calc(1lh + ${top} + ${bottom})`;
};

/** The scheme of a place: where the system writes in a light colour, it is dark. */
export const schemeOf = (place: Element): 'light' | 'dark' =>
  Number(/\d+/.exec(getComputedStyle(place).color)) > 127 ? 'dark' : 'light';

/** Tells the scheme of a place, and again whenever it has turned, which for a hidden place is seen as it is shown. */
export const watchScheme = (place: Element, tell: (scheme: 'light' | 'dark') => void): void => {
  let told: string | undefined;
  const look = () => {
    const scheme = schemeOf(place);
    if (scheme !== told) tell(scheme);
    told = scheme;
  };
  place.addEventListener('transitionend', look);
  new ResizeObserver(look).observe(place);
};

/** An iframe that is ready to go into the document. Styles go through CSSOM, which strict policies allow. */
export const createFrame = (document: Document, origin: string, type: ElementType, options: ElementOptions): Frame => {
  const frame = { place: document.createElement('div'), iframe: document.createElement('iframe') };
  const { place, iframe } = frame;
  place.style.cssText = 'color:CanvasText!important;transition:color 1ms!important;width:100%';
  // A frame is see-through while its own scheme is that of its iframe: both are always light.
  iframe.style.cssText =
    'border:0;color-scheme:light;display:block;font-size:16px;line-height:1.5;height:24px;margin:0;padding:0;width:100%';
  iframe.referrerPolicy = 'no-referrer';
  if (options.enableCopy) iframe.allow = 'clipboard-write';
  iframe.setAttribute('scrolling', 'no');
  iframe.src = `${origin}/elements/`;
  dressFrame(frame, type, options);
  place.append(iframe);
  return frame;
};
