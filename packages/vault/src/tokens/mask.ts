import { compile, type Expression } from '../expressions/expression.ts';
import { isObject, type Json } from '../expressions/json.ts';
import type { Random } from '../ids.ts';
import { invalid } from '../problem.ts';
import { asProperty } from './expression-errors.ts';
import { jsonForm } from './json-form.ts';

const compileMask = (mask: Json): Expression => compile(mask, { variables: ['data'] });

/** The masked form of data, by a token's own mask. */
export const applyMask = (mask: Json, data: Json): Json => compileMask(mask).evaluate({ data });

/** `reveal_last` gives a value back whole that is not longer; in the mask of a type such a one is hidden whole (design §5). */
const hideShort = (expression: Json | undefined, masked: Json): Json =>
  typeof expression === 'string' && expression.includes('reveal_last') && typeof masked === 'string'
    ? masked.replace(/^\d+$/, (digits) => 'X'.repeat(digits.length))
    : masked;

/** The masked form by the mask of a type, which may speak of properties that are optional. */
export const applyTypeMask = (mask: Json, data: Json): Json => {
  const masked = applyMask(mask, data);
  if (!isObject(mask) || !isObject(masked)) return hideShort(mask, masked);
  return Object.fromEntries(
    Object.entries(masked)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, hideShort(mask[name], value)]),
  );
};

/** A run of 12 to 19 digits, with or without separators: what may be a card number wherever it stands. */
const cardLike = /(?<!\d)\d(?:[ -]?\d){11,18}(?!\d)/g;

const another = (digit: string, random: Random): string => String((Number(digit) + 1 + ((random(1)[0] ?? 0) % 9)) % 10);

const disguiseNumber = (text: string, random: Random): string => {
  const length = text.replace(/\D/g, '').length;
  const bin = length >= 16 ? 8 : 6;
  let place = -1;
  return text.replace(/\d/g, (digit) => {
    place += 1;
    return place < bin || place >= length - 4 ? digit : another(digit, random);
  });
};

/** The same data, except that every digit which nobody may learn from a mask is another one. */
const disguise = (value: Json, random: Random, isCode = false): Json => {
  if (typeof value === 'string') {
    if (isCode) return value.replace(/\d/g, (digit) => another(digit, random));
    return value.replace(cardLike, (number) => disguiseNumber(number, random));
  }
  if (typeof value === 'number') {
    const text = disguise(String(value), random, isCode);
    return Number(text);
  }
  if (Array.isArray(value)) return value.map((entry) => disguise(entry, random, isCode));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, disguise(entry, random, key.toLowerCase() === 'cvc')]),
  );
};

const rounds = 4;

const forbidden = (at: readonly string[]) =>
  invalid(
    at.join('.'),
    'The mask of a pci token may show the first six digits of a card number (eight from 16 digits on) and the last four, and ' +
      'nothing of a cvc.',
  );

/**
 * Checks a mask that came with a request, on the data it will stand for. With `pci` it may depend on nothing of a card number
 * but BIN and last four, and not on a `cvc` (design §5): the other digits are replaced at random, and the masked form must stay
 * the same. That finds every way to let them through, whatever filters hide them behind. Throws 400 below `at`.
 */
export const checkMask = (
  mask: Json,
  { lasting, cvc }: { lasting: Json; cvc: Json | undefined },
  pci: boolean,
  random: Random,
  at: readonly string[],
): void => {
  const expression = asProperty(at, () => compileMask(mask));
  if (!expression.deterministic) throw invalid(at.join('.'), 'A mask may not use random filters.');
  const maskedForm = (data: Json) => asProperty(at, () => jsonForm(expression.evaluate({ data })));
  const shown = maskedForm(lasting);
  if (!pci) return;
  if (isObject(lasting) && cvc !== undefined && maskedForm({ ...lasting, cvc }) !== shown) throw forbidden(at);
  for (let round = 0; round < rounds; round += 1) {
    if (maskedForm(disguise(lasting, random)) !== shown) throw forbidden(at);
  }
};
