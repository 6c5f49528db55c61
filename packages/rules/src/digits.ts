/** The digits zero of the scripts people type numbers in; nine more follow each. */
const zeros = [
  0x0660, // Arabic-Indic
  0x06f0, // Extended Arabic-Indic (Persian, Urdu)
  0x0966, // Devanagari
  0x09e6, // Bengali
  0xff10, // full-width
];

/** The text with every decimal digit of those scripts written in ASCII and all else as it was. */
export const asciiDigits = (text: string): string =>
  text.replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\uff10-\uff19]/g, (digit) => {
    const code = digit.charCodeAt(0);
    return String(code - Math.max(...zeros.filter((zero) => zero <= code)));
  });

/** The digits of a text as ASCII, in order; separators, letters and anything else are dropped. */
export const digits = (text: string): string => asciiDigits(text).replace(/[^0-9]/g, '');
