/** The digit zero of each script that people type numbers in. Its other nine digits follow it in Unicode. */
const zeros = [
  0x0660, // Arabic-Indic
  0x06f0, // Extended Arabic-Indic (Persian, Urdu)
  0x0966, // Devanagari
  0x09e6, // Bengali
  0xff10, // full-width
];

/**
 * The text with every decimal digit of Arabic, Persian, Devanagari, Bengali and full-width script replaced by the ASCII digit.
 *
 * @example
 * ```ts
 * import { asciiDigits } from '@tessera/rules';
 *
 * asciiDigits('٤٢-４２'); // '42-42'
 * ```
 */
export const asciiDigits = (text: string): string =>
  text.replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\uff10-\uff19]/g, (digit) => {
    const code = digit.charCodeAt(0);
    return String(code - Math.max(...zeros.filter((zero) => zero <= code)));
  });

/**
 * The digits of a text in ASCII, without separators, letters and other characters.
 *
 * @example
 * ```ts
 * import { digits } from '@tessera/rules';
 *
 * digits('4242 ４２-x42'); // '42424242'
 * ```
 */
export const digits = (text: string): string => asciiDigits(text).replace(/[^0-9]/g, '');
