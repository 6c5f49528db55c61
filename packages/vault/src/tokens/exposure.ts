import { isObject, type Json } from '../expressions/json.ts';
import type { Random } from '../ids.ts';

/** Data of a token: what stays, and the verification code that does not. */
export interface Parts {
  lasting: Json;
  cvc: Json | undefined;
}

/** What an expression makes of data, as one text. */
type Show = (data: Json) => string;

/** A run of 12 to 19 digits, with or without separators: what may be a card number wherever it stands. */
const cardLike = /(?<!\d)\d(?:[ -]?\d){11,18}(?!\d)/g;

const another = (digit: string, random: Random): string => String((Number(digit) + 1 + ((random(1)[0] ?? 0) % 9)) % 10);

const disguiseCode = (text: string, random: Random): string => text.replace(/\d/g, (digit) => another(digit, random));

const disguiseNumber = (text: string, random: Random): string => {
  const length = text.replace(/\D/g, '').length;
  const bin = length >= 16 ? 8 : 6;
  let place = -1;
  return text.replace(/\d/g, (digit) => {
    place += 1;
    return place < bin || place >= length - 4 ? digit : another(digit, random);
  });
};

const disguiseNumbers = (text: string, random: Random): string =>
  text.replace(cardLike, (number) => disguiseNumber(number, random));

const unchanged = (text: string): string => text;

interface Disguise {
  code: (text: string, random: Random) => string;
  other: (text: string, random: Random) => string;
}

/** The same data, with other digits in the places that a disguise is about. */
const disguised = (value: Json, how: Disguise, random: Random, isCode = false): Json => {
  const text = isCode ? how.code : how.other;
  if (typeof value === 'string') return text(value, random);
  if (typeof value === 'number') return Number(text(String(value), random));
  if (Array.isArray(value)) return value.map((entry) => disguised(entry, how, random, isCode));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, disguised(entry, how, random, key.toLowerCase() === 'cvc')]),
  );
};

const rounds = 4;

/** Whether other digits in those places make another text: that finds every way to let them through, whatever filters hide it. */
const depends = (show: Show, lasting: Json, how: Disguise, random: Random): boolean => {
  const shown = show(lasting);
  return Array.from({ length: rounds }).some(() => show(disguised(lasting, how, random)) !== shown);
};

/** Whether an expression tells anything about a verification code. */
export const showsCode = (show: Show, { lasting, cvc }: Parts, random: Random): boolean =>
  (isObject(lasting) && cvc !== undefined && show({ ...lasting, cvc }) !== show(lasting)) ||
  depends(show, lasting, { code: disguiseCode, other: unchanged }, random);

/** Whether an expression tells more of a card number than its first six digits (eight from 16 digits on) and its last four. */
export const showsNumber = (show: Show, lasting: Json, random: Random): boolean =>
  depends(show, lasting, { code: unchanged, other: disguiseNumbers }, random);

const compact = (text: string): string[] =>
  [...text.matchAll(/\d(?:[ -]?\d){11,}/g)].map(([run]) => run.replace(/\D/g, ''));

const numbersIn = (value: Json): string[] => {
  if (typeof value === 'string' || typeof value === 'number')
    return [...String(value).matchAll(cardLike)].map(([run]) => run.replace(/\D/g, ''));
  if (Array.isArray(value)) return value.flatMap(numbersIn);
  return isObject(value) ? Object.values(value).flatMap(numbersIn) : [];
};

/** Whether a text, such as that of an expression, holds a card number of the data letter by letter. */
export const repeatsNumber = (text: string, lasting: Json): boolean => {
  const runs = compact(text);
  return runs.length > 0 && numbersIn(lasting).some((number) => runs.some((run) => run.includes(number)));
};
