import type { Wire } from '@tessera/contract';
import { brandOf } from '@tessera/rules';
import { binLength } from '../expressions/filters/card.ts';
import { isObject, type Json } from '../expressions/json.ts';

/** What may be told of data without showing it, by the kind of thing it is about. Its members stand in the order of the contract. */
export type Details = Pick<Wire['TokenIntent'], 'card' | 'bank'>;

/** Digits at the end of a number that may be told, if there are more than these. */
const shownEnd = 4;

type CardDetails = NonNullable<Details['card']>;

/** Digits that decide about the brand: the built-in table has no longer patterns. */
const deciding = 8;

/** Beginnings whose brand is remembered, since going through the table takes longer than all else that is told of a card. */
const mostKnown = 10_000;

const known = new Map<string, string | null>();

/** The brand of a whole number, or null. */
const brandName = (number: string): string | null => {
  const beginning = number.slice(0, deciding);
  const before = known.get(beginning);
  if (before !== undefined) return before;
  const { name } = brandOf(number);
  const brand = name === 'unknown' ? null : name;
  if (known.size >= mostKnown) known.clear();
  known.set(beginning, brand);
  return brand;
};

const ofNumber = (
  number: string,
  expiry: Pick<CardDetails, 'expiration_month' | 'expiration_year'> = {},
): CardDetails => ({
  bin: number.slice(0, binLength(number.length)),
  last4: number.slice(-shownEnd),
  ...expiry,
  brand: brandName(number),
});

/** Of data of the type `card`. */
export const cardDetails = (data: Json): Details => {
  if (!isObject(data) || typeof data.number !== 'string') return {};
  const { number, expiration_month: month, expiration_year: year } = data;
  return {
    card: ofNumber(number, {
      ...(typeof month === 'number' && { expiration_month: month }),
      ...(typeof year === 'number' && { expiration_year: year }),
    }),
  };
};

/** Of a card number by itself. */
export const cardNumberDetails = (data: Json): Details => (typeof data === 'string' ? { card: ofNumber(data) } : {});

/** Of data of the type `bank`. */
export const bankDetails = (data: Json): Details => {
  if (!isObject(data)) return {};
  const { routing_number: routing, account_number: account } = data;
  return {
    bank: {
      ...(typeof routing === 'string' && { routing_number: routing }),
      ...(typeof account === 'string' &&
        account.length > shownEnd && { account_number_last4: account.slice(-shownEnd) }),
    },
  };
};
