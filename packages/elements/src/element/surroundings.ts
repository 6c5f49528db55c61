import type { ElementOptions } from '@tessera/bridge';
import type { ElementType } from '@tessera/fields';

/** An iframe and the box it fills. The box has the page's colour scheme and reports when that changes. */
export interface Frame {
  readonly wrapper: HTMLElement;
  readonly iframe: HTMLIFrameElement;
  /** The surroundings that the frame was told last, as JSON. */
  told?: string;
}

/** What a frame cannot see for itself: the colour scheme, direction, width and custom properties of the page around it. */
export type Surroundings = Required<Pick<ElementOptions, 'colorScheme' | 'dir' | 'rows' | 'theme'>>;

/** A name in camel case as lower-case words: `bank account number`. */
export const wordsOf = (name: string, joint: string): string =>
  name.replace(/[A-Z]/g, (letter) => joint + letter.toLowerCase());

/** A one-row card or bank account needs at least this width, as a multiple of its font size. */
const narrowest = 22.5;

/** The custom properties that a page may set, under their names in `Theme`: `fontSize` is `--tessera-font-size`. */
const properties =
  'color placeholderColor invalidColor backgroundColor fontFamily fontSize fontWeight letterSpacing lineHeight padding';

/**
 * Reads the surroundings of a frame. Options win; otherwise the scheme is dark where the system's text colour is light, a narrow card or
 * bank account has two rows, and the direction is that of the page.
 */
export const surroundingsOf = (frame: Frame, type: ElementType, options: ElementOptions): Surroundings => {
  const { direction, color } = getComputedStyle(frame.wrapper);
  return {
    dir: options.dir ?? (direction as 'ltr' | 'rtl'),
    colorScheme: Number(/\d+/.exec(color)) > 127 ? 'dark' : 'light',
    rows: rowsOf(frame, type, options),
    theme: themeOf(frame, options),
  };
};

/** The theme alone. */
export const themeOf = ({ wrapper }: Frame, { theme }: ElementOptions): Surroundings['theme'] => {
  const around = getComputedStyle(wrapper);
  const set = properties.split(' ').map((name) => [name, around.getPropertyValue(`--tessera-${wordsOf(name, '-')}`)]);
  return { ...Object.fromEntries(set.filter(([, text]) => text)), ...theme };
};

/** The number of rows alone, which only the width of a card or bank account decides. */
export const rowsOf = ({ wrapper, iframe }: Frame, type: ElementType, { rows }: ElementOptions): 1 | 2 => {
  const isNarrow = () => wrapper.clientWidth < narrowest * Number(getComputedStyle(iframe).fontSize.slice(0, -2));
  return rows ?? (/^(card|bank)$/.test(type) && isNarrow() ? 2 : 1);
};

/** The same for a frame that is told of them now. */
export const tellable = (frame: Frame, type: ElementType, options: ElementOptions): Surroundings => {
  const surroundings = surroundingsOf(frame, type, options);
  frame.told = JSON.stringify(surroundings);
  return surroundings;
};
