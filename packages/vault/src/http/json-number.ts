/** No double needs more characters to be written exactly, and longer numbers are slow to compare. */
const longestNumber = 400;

const zero = 0x30;

/** Normalizes a decimal to sign, significant digits and power of ten, so that 1.10, 11e-1 and 1.1 are equal. */
const decimal = (written: string): string => {
  const start = written.startsWith('-') ? 1 : 0;
  const exponentAt = Math.max(written.indexOf('e'), written.indexOf('E'));
  const mantissa = exponentAt < 0 ? written.slice(start) : written.slice(start, exponentAt);
  const power = exponentAt < 0 ? 0 : Number(written.slice(exponentAt + 1));
  const point = mantissa.indexOf('.');
  const digits = point < 0 ? mantissa : mantissa.slice(0, point) + mantissa.slice(point + 1);
  let first = 0;
  while (digits.charCodeAt(first) === zero) first += 1;
  if (first === digits.length) return '0';
  let end = digits.length;
  while (digits.charCodeAt(end - 1) === zero) end -= 1;
  const places = point < 0 ? 0 : mantissa.length - point - 1;
  return `${start}${digits.slice(first, end)}e${power - places + digits.length - end}`;
};

/** Whether a number can be stored as a double without changing its value. */
const survives = (source: string): boolean =>
  source.length <= longestNumber && decimal(String(Number(source))) === decimal(source);

const isDigit = (code: number): boolean => code >= zero && code <= 0x39;

/** Behind the digits that start at a place of a text. */
const behindDigits = (text: string, from: number): number => {
  let at = from;
  while (isDigit(text.charCodeAt(at))) at += 1;
  return at;
};

/** Numbers that are written so are exact as doubles when they are short: nothing has to be compared. */
const exactLength = 15;

/**
 * Reads the number that starts at a place of a text (RFC 8259 §6). Gives the place behind it, and whether a double keeps its value;
 * `undefined` where no number starts.
 */
export const readNumber = (text: string, from: number): { end: number; exact: boolean } | undefined => {
  const start = text.charCodeAt(from) === 0x2d ? from + 1 : from;
  if (!isDigit(text.charCodeAt(start))) return undefined;
  let end = text.charCodeAt(start) === zero ? start + 1 : behindDigits(text, start);
  if (text.charCodeAt(end) === 0x2e) {
    const fraction = behindDigits(text, end + 1);
    if (fraction > end + 1) end = fraction;
  }
  let plain = true;
  if ((text.charCodeAt(end) | 0x20) === 0x65) {
    const sign = text.charCodeAt(end + 1);
    const digits = sign === 0x2b || sign === 0x2d ? end + 2 : end + 1;
    const power = behindDigits(text, digits);
    if (power > digits) {
      end = power;
      plain = false;
    }
  }
  return { end, exact: (plain && end - from <= exactLength) || survives(text.slice(from, end)) };
};
