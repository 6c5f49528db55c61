/** The countries of the IBAN registry (ISO 13616-2, release 100) by how long their numbers are. */
const countries: Readonly<Record<number, string>> = {
  15: 'NO',
  16: 'BE',
  18: 'DK FI FK FO GL NL SD',
  19: 'MK SI',
  20: 'AT BA EE KZ LT LU MN XK',
  21: 'CH HR LI LV',
  22: 'BG BH CR DE GB GE IE ME RS VA',
  23: 'AE GI IL IQ OM SO TL',
  24: 'AD CZ ES MD PK RO SA SE SK TN VG',
  25: 'LY PT ST',
  26: 'IS TR',
  27: 'BI DJ FR GR IT MC MR SM',
  28: 'AL AZ BY CY DO GT HN HU LB NI PL SV',
  29: 'BR EG PS QA UA',
  30: 'JO KW MU YE',
  31: 'MT SC',
  32: 'LC',
  33: 'RU',
};

/**
 * How many characters the IBAN of each country of the registry has, by its code (ISO 3166).
 *
 * @example
 * ```ts
 * import { ibanLengths } from '@tessera/rules';
 *
 * ibanLengths.get('DE'); // 22
 * ```
 */
export const ibanLengths: ReadonlyMap<string, number> = new Map(
  Object.entries(countries).flatMap(([length, codes]) => codes.split(' ').map((code) => [code, Number(length)])),
);

/** A letter counts as a number of two digits: A is 10, Z is 35. */
const numberOf = (character: string): number => Number.parseInt(character, 36);

/** The remainder of a number of any length, written in digits and letters (ISO 7064, MOD 97-10). */
const remainder = (text: string): number =>
  [...text].reduce((rest, character) => {
    const value = numberOf(character);
    return (rest * (value > 9 ? 100 : 10) + value) % 97;
  }, 0);

/**
 * Whether a text is an International Bank Account Number (ISO 13616) in its electronic form: capital letters and digits without
 * spaces, a country of the registry, the length of that country, and check digits from 02 to 98 that match.
 *
 * @example
 * ```ts
 * import { isIban } from '@tessera/rules';
 *
 * isIban('DE89370400440532013000'); // true
 * isIban('DE89 3704 0044 0532 0130 00'); // false
 * ```
 */
export const isIban = (text: string): boolean =>
  /^[A-Z]{2}(?!00|01|99)\d\d[A-Z\d]+$/.test(text) &&
  ibanLengths.get(text.slice(0, 2)) === text.length &&
  remainder(text.slice(4) + text.slice(0, 4)) === 1;
