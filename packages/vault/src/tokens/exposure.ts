import type { Effort } from '../effort/effort.ts';
import { costs, namesCost } from '../expressions/costs.ts';
import { isObject, type Json } from '../expressions/json.ts';
import type { Random } from '../ids.ts';

/** Data of a token: what stays, and the verification code that does not. */
export interface Parts {
  lasting: Json;
  cvc: Json | undefined;
}

/** What an expression makes of data, as one text. */
type Show = (data: Json) => Promise<string>;

/** Finds out what expressions would tell of the data of one token. */
export interface Exposure {
  /** Whether an expression tells anything about a verification code. */
  showsCode(show: Show): Promise<boolean>;
  /** Whether it tells more of a card number than its first six digits (eight from 16 digits on) and its last four. */
  showsNumber(show: Show): Promise<boolean>;
  /** Whether a text, such as that of an expression, holds a card number of the data letter by letter. */
  repeatsNumber(text: string): Promise<boolean>;
}

/** A run of 12 to 19 digits, with or without separators: what may be a card number wherever it stands. */
const cardLike = /(?<!\d)\d(?:[ -]?\d){11,18}(?!\d)/g;

/** What it costs to look for card numbers in a character of text. */
const cardLikeCost = 20;

/** Replaces the digits of a text by others. */
type Disguise = (text: string) => string;

const unchanged: Disguise = (text) => text;

/** Another digit for each one it is given. Randomness is drawn in advance, as each draw has a price of its own. */
const otherDigits = (random: Random, effort: Effort): ((digit: string) => string) => {
  let drawn: Uint8Array = new Uint8Array();
  let used = 0;
  return (digit) => {
    effort.charge(costs.match);
    if (used === drawn.length) {
      drawn = random(64);
      used = 0;
    }
    const step = 1 + ((drawn[used++] ?? 0) % 9);
    return String((Number(digit) + step) % 10);
  };
};

const disguiseCode =
  (another: (digit: string) => string): Disguise =>
  (text) =>
    text.replace(/\d/g, another);

const disguiseNumber = (number: string, another: (digit: string) => string): string => {
  const length = number.replace(/\D/g, '').length;
  const bin = length >= 16 ? 8 : 6;
  let place = -1;
  return number.replace(/\d/g, (digit) => {
    place += 1;
    return place < bin || place >= length - 4 ? digit : another(digit);
  });
};

/** The same data, with other digits in codes, in card numbers, or in both. */
const disguised = (
  value: Json,
  how: { code: Disguise; other: Disguise },
  effort: Pick<Effort, 'charge'>,
  isCode = false,
): Json => {
  const text = isCode ? how.code : how.other;
  if (typeof value === 'string') {
    effort.charge(costs.each + value.length * (text === unchanged ? 0 : cardLikeCost));
    return text(value);
  }
  effort.charge(costs.match);
  if (typeof value === 'number') return Number(text(String(value)));
  if (Array.isArray(value)) return value.map((entry) => disguised(entry, how, effort, isCode));
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  effort.charge(2 * namesCost(entries.length));
  return Object.fromEntries(
    entries.map(([key, entry]) => [key, disguised(entry, how, effort, key.toLowerCase() === 'cvc')]),
  );
};

/** How often other digits are tried: one try could hit the same result by chance. */
const rounds = 4;

const compact = (text: string): string[] =>
  [...text.matchAll(/\d(?:[ -]?\d){11,}/g)].map(([run]) => run.replace(/\D/g, ''));

/** Adds every card number in the data. */
const collectNumbers = (value: Json, effort: Pick<Effort, 'charge'>, found: Set<string>): void => {
  if (typeof value === 'string' || typeof value === 'number') {
    const text = String(value);
    effort.charge(costs.each + text.length * cardLikeCost);
    for (const [run] of text.matchAll(cardLike)) {
      effort.charge(2 * costs.match);
      found.add(run.replace(/\D/g, ''));
    }
  } else if (Array.isArray(value) || isObject(value)) {
    const entries = Object.values(value);
    effort.charge(namesCost(entries.length));
    for (const entry of entries) collectNumbers(entry, effort, found);
  }
};

/**
 * Finds out what expressions would tell of data, by running them on other digits in the places that must not show: that finds every way
 * to let them through, whatever filters hide it. The other data is made once for all expressions of a token.
 */
export const exposureOf = ({ lasting, cvc }: Parts, random: Random, effort: Effort): Exposure => {
  const another = otherDigits(random, effort);
  const made = new Map<string, Json>();
  let numbers: Set<string> | undefined;

  const otherData = async (kind: 'code' | 'number', round: number): Promise<Json> => {
    const name = `${kind} ${round}`;
    const there = made.get(name);
    if (there !== undefined) return there;
    const code = kind === 'code' ? disguiseCode(another) : unchanged;
    const other: Disguise =
      kind === 'number' ? (text) => text.replace(cardLike, (number) => disguiseNumber(number, another)) : unchanged;
    const data = await effort.run(() => disguised(lasting, { code, other }, effort));
    made.set(name, data);
    return data;
  };

  const depends = async (show: Show, kind: 'code' | 'number'): Promise<boolean> => {
    const shown = await show(lasting);
    for (let round = 0; round < rounds; round += 1)
      if ((await show(await otherData(kind, round))) !== shown) return true;
    return false;
  };

  return {
    showsCode: async (show) => {
      const tells =
        isObject(lasting) && cvc !== undefined && (await show({ ...lasting, cvc })) !== (await show(lasting));
      return tells || (await depends(show, 'code'));
    },
    showsNumber: (show) => depends(show, 'number'),
    repeatsNumber: (text) =>
      effort.run(() => {
        effort.charge(text.length * cardLikeCost);
        const runs = compact(text);
        if (runs.length === 0) return false;
        const found = numbers ?? new Set<string>();
        if (!numbers) collectNumbers(lasting, effort, found);
        numbers = found;
        const length = runs.reduce((sum, run) => sum + run.length, 0);
        effort.charge(found.size * (runs.length * costs.each + length));
        return [...found].some((number) => runs.some((run) => run.includes(number)));
      }),
  };
};
