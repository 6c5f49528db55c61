import { asciiDigits } from '@tessera/rules';
import type { Context, Field } from './field.ts';

/** Cards are issued for at most this long. */
const yearsAhead = 20;

const twoDigits = (month: string): string => month.padStart(2, '0');

/** Two digits are a year of this century, except `20`: every year in four digits begins like this, and `judge` decides. */
const fullYear = (year: string): string => (year.length === 2 && year !== '20' ? `20${year}` : year);

/** The digits, with `/` for whatever was between them. */
const groups = (typed: string): string =>
  asciiDigits(typed)
    .replace(/[^\d\p{P}\p{S}\p{Z}\s]/gu, '')
    .trimStart()
    .replace(/\D+/g, '/')
    .replace(/^\/(?=$|.*\/)/, '');

/** A date that begins with the year, as in ISO 8601: `2030`, `2030-1`. Once the month is complete, it becomes month and year. */
const yearFirst = (year: string, separator: string, month: string): string => {
  if (/^(?:0?[2-9]|01|1[0-2])$/.test(month)) return `${twoDigits(month)}/${year}`;
  return `${year}${separator || month ? '-' : ''}${month}`;
};

/**
 * Reads `12/2030`, `12 30`, `1/30`, `0530`, `530`, `2030-12`, `203012` and every beginning of them. The value is
 * `MM/YYYY`, or the part of it that is there. A month that was shortened before its year stays as short as it is, so that
 * a month can be typed anew.
 */
const parse = (typed: string): string => {
  const text = groups(typed);
  const [, isoYear, separator = '', isoMonth = ''] = /^(20\d\d)(\/?)(\d*)/.exec(text) ?? [];
  if (isoYear) return yearFirst(isoYear, separator, isoMonth);
  // A single 2 may be February or the first digit of a year; `20` and `203` can only be a year.
  if (/^(?:[012]?|20\d?)$/.test(text)) return text;
  const [, month, years] = /^(\d{0,2})\/(.*)$/.exec(text) ?? [];
  if (month !== undefined && years !== undefined) {
    if (years !== '') return `${month}/${fullYear(years.replace(/\//g, ''))}`;
    return /^0?$/.test(month) ? month : `${twoDigits(month)}/`;
  }
  // Without a separator a month ends at its second digit, or at its first if no second can follow.
  const [, begin = '', rest = ''] = /^(0\d|1[0-2])(.*)$/.exec(text) ?? /^(\d)(.*)$/.exec(text) ?? [];
  return `${twoDigits(begin)}${rest && '/'}${fullYear(rest.replace(/\//g, ''))}`;
};

/** The value when the person leaves the box: a single digit is a month. */
const settle = (date: string): string => date.replace(/^([1-9])(?=\/|$)/, '0$1').replace(/^(\d{4})-([1-9])$/, '0$2/$1');

/** All months from one to the last that a card can have, in each form in which they may be typed. */
const monthsFrom = ({ year, month }: Context['now']): string[] =>
  Array.from({ length: yearsAhead * 12 + 1 }, (_, offset) => {
    const mm = twoDigits(String(((month - 1 + offset) % 12) + 1));
    const yyyy = String(year + Math.floor((month - 1 + offset) / 12));
    return [`${mm}/${yyyy}`, `${mm}/${yyyy.slice(2)}`, `${yyyy}-${mm}`];
  }).flat();

let since = '';
let listed: readonly string[] = [];

/** The same from the current month. A field asks several times for each key, so the list is kept. */
const printable = ({ now }: Context): readonly string[] => {
  const first = `${now.month}/${now.year}`;
  if (since !== first) listed = monthsFrom(now);
  since = first;
  return listed;
};

/** `07/20` written out, for when it is July 2020 and not the beginning of a later year. */
const in2020 = (date: string): string => date.replace(/\/20$/, '/2020');

/** A card's month of expiry. */
export const cardExpirationDate: Field = {
  type: 'cardExpirationDate',
  part: { target: 'expirationDate', option: 'cardExpirationDate' },
  placeholder: 'MM/YY',
  inputMode: 'numeric',
  autocomplete: 'cc-exp',
  classFloor: 'pci',
  parse,
  format: (date) => date.replace(/^(\d{0,2})\/20(?!20)(\d\d)$/, '$1/$2'),
  settle,
  judge: (date, context) => {
    // The year is complete, and its month was deleted to be typed again. An empty field needs no list of months either.
    if (/^0?\/|^$/.test(date)) return 'incomplete';
    const months = printable(context);
    const settled = settle(date);
    if (date.includes('/') && months.includes(in2020(settled))) return 'complete';
    // When the box was left at `12/20`, the year will not become 2030 any more.
    if (context.settled && /^\d+\/\d\d$/.test(date)) return 'invalid';
    const begun = months.some((form) => form.startsWith(date) || form.startsWith(settled));
    return begun ? 'incomplete' : 'invalid';
  },
  fill: (date, context) => {
    if (/^\d+\/\d{4,}$/.test(date)) return 'full';
    return cardExpirationDate.judge(date, context) === 'complete' ? 'enough' : 'short';
  },
  facts: () => ({}),
  data: (date) => {
    const [month, year] = in2020(date).split('/');
    return { expiration_month: Number(month), expiration_year: Number(year) };
  },
};
