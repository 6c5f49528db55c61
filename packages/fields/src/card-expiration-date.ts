import { asciiDigits } from '@tessera/rules';
import type { Context, Field } from './field.ts';

/** Cards are issued for at most this long. */
const yearsAhead = 20;

const twoDigits = (month: string): string => month.padStart(2, '0');

/** Two digits are a year of this century, except `20`: that is how every year in four digits begins. */
const fullYear = (year: string): string => (year.length === 2 && year !== '20' ? `20${year}` : year);

/** Year first, as ISO 8601 writes it: `2030`, `2030-1`, and as soon as it is one, the month and the year. */
const yearFirst = (year: string, separator: string, month: string): string => {
  if (/^(?:0?[1-9]|1[0-2])$/.test(month) && month !== '1') return `${twoDigits(month)}/${year}`;
  return `${year}${separator || month ? '-' : ''}${month}`;
};

/**
 * Reads `12/2030`, `12 30`, `1/30`, `0530`, `530`, `2030-12`, `203012` and every beginning of them.
 * The value is `MM/YYYY`, or the part of it that is there.
 */
const parse = (typed: string): string => {
  const text = asciiDigits(typed)
    .replace(/[\p{P}\p{S}\p{Z}\s]+/gu, '/')
    .replace(/[^\d/]|^\//gu, '');
  const iso = /^(20\d\d)(\/?)(\d*)/.exec(text);
  if (iso?.[1]) return yearFirst(iso[1], iso[2] ?? '', iso[3] ?? '');
  // A lone 2 may be February or a year's first digit; `20` and `203` can only be a year.
  if (/^(?:[012]?|20\d?)$/.test(text)) return text;
  // A month ends at a separator, at its second digit, or at a first digit that no second can follow.
  const [, month = '', rest = ''] =
    /^(\d{1,2})(\/.*)$/.exec(text) ?? /^(0\d|1[0-2])(.*)$/.exec(text) ?? /^(\d)(.*)$/.exec(text) ?? [];
  if (month === '0') return month;
  const year = rest.replace(/\//g, '');
  return `${twoDigits(month)}${rest ? '/' : ''}${fullYear(year)}`;
};

/** The months from the current one to the last that may be printed on a card, as values. */
const printable = ({ now }: Context): string[] =>
  Array.from({ length: yearsAhead * 12 + 1 }, (_, offset) => {
    const month = now.month - 1 + offset;
    return `${twoDigits(String((month % 12) + 1))}/${now.year + Math.floor(month / 12)}`;
  });

/** A card's month of expiry. */
export const cardExpirationDate: Field = {
  type: 'cardExpirationDate',
  part: { target: 'expirationDate', option: 'cardExpirationDate' },
  label: 'Expiration date',
  placeholder: 'MM/YY',
  inputMode: 'numeric',
  autocomplete: 'cc-exp',
  classification: 'pci',
  parse,
  format: (date) => date.replace(/^(\d\d)\/20(?!20)(\d\d)$/, '$1/$2'),
  judge: (date, context) => {
    const months = printable(context);
    if (months.includes(date)) return 'complete';
    // Left at `12/20`, a year is not about to become 2030 any more.
    if (context.settled && /^\d\d\/\d\d$/.test(date)) return 'invalid';
    const begun = months.some((month) => {
      const [mm = '', yyyy = ''] = month.split('/');
      return [month, `${mm}/${yyyy.slice(2)}`, `${yyyy}-${mm}`].some((form) => form.startsWith(date));
    });
    return begun ? 'incomplete' : 'invalid';
  },
  fill: (date) => (/^\d\d\/\d{4,}$/.test(date) ? 'full' : 'short'),
  facts: () => ({}),
  data: (date) => {
    const [month, year] = date.split('/');
    return { expiration_month: Number(month), expiration_year: Number(year) };
  },
};
