import type { ElementOptions } from '@tessera/bridge';
import type { ElementType } from '@tessera/fields';

/** The types there are. */
export const elementTypes: Readonly<Record<ElementType, true>> = {
  card: true,
  cardNumber: true,
  cardExpirationDate: true,
  cardVerificationCode: true,
  text: true,
  bankRoutingNumber: true,
  bankAccountNumber: true,
  bank: true,
};

/** A name of ours in small letters: `bank account number`. */
const spelt = (name: string, joint: string): string => name.replace(/[A-Z]/g, (letter) => joint + letter.toLowerCase());

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

/** A line that holds a card or a bank account is at least this many times as wide as its text is high. */
const narrowest = 22.5;

/** What a frame is told of where it stands. */
export type Surroundings = Required<Pick<ElementOptions, 'colorScheme' | 'dir' | 'rows' | 'theme'>>;

/** What a page may write as custom properties, in the names of `Theme`: `--tessera-font-size`. */
const properties =
  'color placeholderColor invalidColor backgroundColor fontFamily fontSize fontWeight letterSpacing lineHeight padding';

/**
 * How it is around a frame: where the system writes in a light colour, the scheme is dark; in a narrow place, rows are two; it
 * reads in the direction of the page.
 */
export const surroundingsOf = (
  { place, iframe }: Frame,
  type: ElementType,
  { rows, theme, dir }: ElementOptions,
): Surroundings => {
  const around = getComputedStyle(place);
  const said = properties.split(' ').map((name) => [name, around.getPropertyValue(`--tessera-${spelt(name, '-')}`)]);
  const isNarrow = () => place.clientWidth < narrowest * Number(getComputedStyle(iframe).fontSize.slice(0, -2));
  return {
    dir: dir ?? (around.direction as 'ltr' | 'rtl'),
    colorScheme: Number(/\d+/.exec(around.color)) > 127 ? 'dark' : 'light',
    rows: rows ?? (/^(card|bank)$/.test(type) && isNarrow() ? 2 : 1),
    theme: { ...Object.fromEntries(said.filter(([, text]) => text)), ...theme },
  };
};

/**
 * Writes what options say of the outside of a frame; called again after an update. Its height is that of its lines of input,
 * so that the page is laid out for good before the frame is there. What is no CSS changes nothing.
 */
export const dressFrame = (frame: Frame, type: ElementType, options: ElementOptions): void => {
  const { place, iframe } = frame;
  const { title, style, colorScheme = '' } = options;
  const {
    fontSize = 16,
    lineHeight = 1.5,
    padding = 0,
  } = { ...surroundingsOf(frame, type, options).theme, ...style?.base };
  // A percentage here would be one of the container's height.
  const [top = '', , bottom = top] = String(padding)
    .replace(/[\d.]+%/g, '0')
    .split(' ')
    .map(lengthOf);
  place.style.colorScheme = colorScheme;
  iframe.title = title ?? spelt(type, ' ');
  iframe.style.fontSize = lengthOf(String(fontSize).replace(/r?em/, 'rem'));
  iframe.style.lineHeight = Number(lineHeight) ? String(lineHeight) : lengthOf(lineHeight);
  const { rows } = surroundingsOf(frame, type, options);
  // Rows of input stand eight pixels apart.
  iframe.style.height = `calc((1lh + ${top} + ${bottom} + 8px) * ${rows} - 8px)`;
};

/** Tells how it is around a frame, and again whenever that is another, which for a hidden place is seen as it is shown. */
export const watchSurroundings = (
  frame: Frame,
  type: ElementType,
  options: () => ElementOptions,
  tell: (surroundings: Surroundings) => void,
): void => {
  const { place } = frame;
  let told = '';
  const look = () => {
    const now = surroundingsOf(frame, type, options());
    if (JSON.stringify(now) === told) return;
    told = JSON.stringify(now);
    dressFrame(frame, type, options());
    tell(now);
  };
  place.addEventListener('transitionend', look);
  new ResizeObserver(look).observe(place);
};

/** An iframe that is ready to go into the document. Styles go through CSSOM, which strict policies allow. */
export const createFrame = (document: Document, origin: string, { enableCopy }: ElementOptions): Frame => {
  const frame = { place: document.createElement('div'), iframe: document.createElement('iframe') };
  const { place, iframe } = frame;
  place.style.cssText = 'color:CanvasText!important;transition:color 1ms!important;width:100%';
  // A frame is see-through while its own scheme is that of its iframe: both are always light.
  iframe.style.cssText =
    'border:0;color-scheme:light;display:block;font-size:16px;line-height:1.5;height:24px;margin:0;padding:0;width:100%';
  iframe.referrerPolicy = 'no-referrer';
  if (enableCopy) iframe.allow = 'clipboard-write';
  iframe.src = `${origin}/elements/`;
  place.append(iframe);
  return frame;
};
