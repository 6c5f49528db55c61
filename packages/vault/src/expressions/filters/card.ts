import { type Context, type Family, filter, optional, required } from '../filter.ts';
import { isObject, type Json } from '../json.ts';
import { character, flag, integer, type Kind, oneOf, text } from '../kinds.ts';
import { characters } from '../text.ts';
import { draw, redraw } from './alias.ts';
import { maskMiddle } from './reveal.ts';

const digits = '0123456789';

/** Digits, and spaces or dashes between them. */
const cardNumber: Kind<string> = {
  expects: 'a card number',
  read: (value) => {
    const read = text.read(value);
    return read !== undefined && read.length <= 64 && /^\d[\d -]*$/.test(read) ? read : undefined;
  },
};

/** Card networks issue eight-digit BINs; on numbers below sixteen digits, eight and the last four would leave too little. */
export const binLength = (count: number): number => (count < 16 ? 6 : 8);

interface Shown {
  readonly reveal_bin: boolean;
  readonly reveal_last4: boolean;
}

/** How many characters at each end hold the digits to show, separators between them counted in. */
const ends = (value: string, { reveal_bin, reveal_last4 }: Shown, context: Context): [first: number, last: number] => {
  const at = [...value].flatMap((char, index) => (digits.includes(char) ? [index] : []));
  const bin = reveal_bin ? binLength(at.length) : 0;
  const tail = reveal_last4 ? 4 : 0;
  if (at.length < bin + tail) context.fail('the card number is shorter than what is to be revealed');
  const first = bin === 0 ? 0 : (at[bin - 1] ?? 0) + 1;
  const last = tail === 0 ? 0 : value.length - (at.at(-tail) ?? 0);
  return [first, last];
};

const shown = { reveal_bin: optional(flag, false), reveal_last4: optional(flag, false) };

interface Expiry {
  readonly month: string;
  readonly year: string;
}

/** The two fields of card data, as numbers or as text. */
const expiry: Kind<Expiry> = {
  expects: 'card data with expiration_month (1–12) and expiration_year (four digits)',
  read: (value) => {
    if (!isObject(value)) return undefined;
    const part = (name: string): number | undefined =>
      integer.read(Object.hasOwn(value, name) ? (value[name] as Json) : null);
    const month = part('expiration_month');
    const year = part('expiration_year');
    if (month === undefined || month < 1 || month > 12 || year === undefined || year < 1000 || year > 9999)
      return undefined;
    return { month: String(month).padStart(2, '0'), year: String(year) };
  },
};

const formats = ['MM', 'MMYY', 'YYYY', 'YYYY-MM', 'MM/YY', 'MM/YYYY', 'MM_YYYY', 'MM-YYYY', 'YYYY/MM'] as const;

export const cards: Family = {
  alias_card: filter({
    description:
      'A card number with random digits; spaces and dashes stay, and so do the BIN (6 digits, 8 from 16-digit numbers on) and the last four where they are revealed.',
    input: cardNumber,
    parameters: shown,
    random: true,
    reveals: ({ reveal_bin, reveal_last4 }) => reveal_bin || reveal_last4,
    apply: (value, given, context) => {
      const [first, last] = ends(value, given, context);
      return redraw(
        characters(value),
        (char, index) => index >= first && index < value.length - last && digits.includes(char),
        () => draw(digits, context),
        context,
      );
    },
  }),
  card_bin: filter({
    description:
      'The BIN of a card number (6 digits, 8 from 16-digit numbers on), in groups of four with a separator between.',
    input: cardNumber,
    parameters: { separator: optional(text, '') },
    apply: (value, { separator }, context) => {
      context.grow(separator.length);
      const all = value.replace(/[ -]/g, '');
      const bin = all.slice(0, binLength(all.length));
      if (all.length <= bin.length) return context.fail('the card number is not longer than its BIN');
      return `${bin.slice(0, 4)}${separator}${bin.slice(4)}`;
    },
  }),
  card_exp: filter({
    description: `The expiry of card data, as ${formats.map((format) => `\`${format}\``).join(', ')}.`,
    input: expiry,
    parameters: { format: required(oneOf(...formats)) },
    apply: ({ month, year }, { format }) =>
      format.replace('YYYY', year).replace('YY', year.slice(-2)).replace('MM', month),
  }),
  card_mask: filter({
    description:
      'A card number with its digits and separators masked, but for BIN and last four where they are revealed and `preserve_char`; masks everything where nothing would be hidden.',
    input: cardNumber,
    parameters: { ...shown, mask_char: optional(character, 'X'), preserve_char: optional(text, '') },
    apply: (value, { mask_char, preserve_char, ...given }, context) =>
      maskMiddle(value, ...ends(value, given, context), mask_char, preserve_char, context),
  }),
};
