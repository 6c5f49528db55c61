/*
 * What a page may write as the value of a style. Each reader takes a value apart and answers with text of its own making,
 * or with nothing: what a stylesheet receives was never free text. There is no place for quotes from outside, escapes,
 * comments, functions other than colours, or anything that loads, moves or hides.
 */

/** Writes a value as CSS, or refuses it. */
export type ReadValue = (value: string) => string | undefined;

const number = String.raw`[+-]?(?:\d{1,4}(?:\.\d{0,4})?|\.\d{1,4})`;

/** How many pixels a unit is in a frame, where text is 16 pixels unless styled. */
const pixels: Readonly<Record<string, number>> = { '': 1, px: 1, pt: 4 / 3, em: 16, rem: 16, ch: 8, '%': 0.16 };

/** One of these words. */
export const oneOf =
  (...words: readonly string[]): ReadValue =>
  (value) =>
    words.find((word) => word === value);

/** A length between two bounds in pixels; a bare number counts pixels. */
export const length =
  (least: number, most: number): ReadValue =>
  (value) => {
    const [, amount, unit] = new RegExp(`^(${number})(px|pt|em|rem|ch|%|)$`).exec(value) ?? [];
    const inPixels = Number(amount) * (pixels[unit ?? ''] ?? Number.NaN);
    return inPixels >= least && inPixels <= most ? `${Number(amount)}${unit || 'px'}` : undefined;
  };

/** A number without a unit between two bounds. */
export const factor =
  (least: number, most: number): ReadValue =>
  (value) =>
    new RegExp(`^${number}$`).test(value) && Number(value) >= least && Number(value) <= most
      ? String(Number(value))
      : undefined;

/** The first reader that takes the value. */
export const either =
  (...readers: readonly ReadValue[]): ReadValue =>
  (value) => {
    for (const read of readers) {
      const written = read(value);
      if (written !== undefined) return written;
    }
    return undefined;
  };

/** Words for one reader each, as many as allowed, split where no parenthesis is open. */
const listOf =
  (separator: RegExp, joint: string, most: number, read: ReadValue): ReadValue =>
  (value) => {
    const parts = value.split(separator).map((part) => read(part.trim()));
    return parts.length <= most && parts.every((part) => part !== undefined) ? parts.join(joint) : undefined;
  };

export const words = (most: number, read: ReadValue): ReadValue => listOf(/\s+(?![^(]*\))/, ' ', most, read);

export const commas = (most: number, read: ReadValue): ReadValue => listOf(/,(?![^(]*\))/, ', ', most, read);

const alphaOf = (component: string | undefined): number => {
  if (component === undefined) return 1;
  return component.endsWith('%') ? Number(component.slice(0, -1)) / 100 : Number(component);
};

/** A colour by name, hexadecimal digits or function, no more transparent than `opacity`. */
export const color =
  (opacity: number): ReadValue =>
  (value) => {
    if (/^[a-z]{3,20}$/.test(value)) return value !== 'transparent' || opacity === 0 ? value : undefined;
    const [, hex] = /^#([\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/.exec(value) ?? [];
    if (hex) {
      const digits = hex.length < 6 ? hex.slice(3) + hex.slice(3) : hex.slice(6);
      return digits === '' || Number.parseInt(digits, 16) / 255 >= opacity ? value : undefined;
    }
    const [, name, inside] = /^(rgba?|hsla?|hwb|lab|lch|oklab|oklch)\(([^()]{1,60})\)$/.exec(value) ?? [];
    const components = inside?.trim().split(/\s*[,/]\s*|\s+/) ?? [];
    const isNumeric = components.every((part) => new RegExp(`^${number}(?:%|deg|rad|turn)?$`).test(part));
    if (!isNumeric || components.length < 3 || components.length > 4) return undefined;
    if (!(alphaOf(components[3]) >= opacity)) return undefined;
    return `${name?.replace(/a$/, '')}(${components.slice(0, 3).join(' ')} / ${components[3] ?? '1'})`;
  };

/** Families by name, each written as a string so that it can be nothing else, and the generic ones. */
export const families = commas(10, (family) => {
  if (
    /^(?:(?:sans-)?serif|monospace|cursive|fantasy|(?:system-ui|ui-(?:sans-)?serif|ui-monospace|ui-rounded))$/.test(
      family,
    )
  )
    return family;
  const [, , name] = /^(["']?)([\p{L}\d][\p{L}\d _-]{0,60})\1$/u.exec(family) ?? [];
  return name && `"${name}"`;
});
