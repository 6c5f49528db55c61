import { compileOnce } from '../expressions/compile-once.ts';
import { compile, type Expression } from '../expressions/expression.ts';
import { isObject, type Json } from '../expressions/json.ts';
import type { Random } from '../ids.ts';
import { invalid } from '../problem.ts';
import { type Parts, repeatsNumber, showsCode, showsNumber } from './exposure.ts';
import { asProperty } from './expression-errors.ts';
import { jsonForm } from './json-form.ts';

const variables = ['data'];

const typeMask = compileOnce({ variables });

const compileMask = (mask: Json): Expression => compile(mask, { variables });

/** The masked form of data, by a token's own mask. */
export const applyMask = (mask: Json, data: Json): Json => compileMask(mask).evaluate({ data });

/**
 * `reveal_last` shows a value completely that is not longer than its argument; the mask of a type hides such a value
 * (docs/architecture.md §3.5).
 */
const hideShort = (expression: Json | undefined, masked: Json): Json =>
  typeof expression === 'string' && expression.includes('reveal_last') && typeof masked === 'string'
    ? masked.replace(/^\d+$/, (digits) => 'X'.repeat(digits.length))
    : masked;

/** The masked form by the mask of a type, which may speak of properties that are optional. */
export const applyTypeMask = (mask: Json, data: Json): Json => {
  const masked = typeMask(mask).evaluate({ data });
  if (!isObject(mask) || !isObject(masked)) return hideShort(mask, masked);
  const shown: Record<string, Json> = {};
  for (const [name, value] of Object.entries(masked)) if (value !== null) shown[name] = hideShort(mask[name], value);
  return shown;
};

const forbidden = (at: readonly string[]) =>
  invalid(
    at.join('.'),
    'The mask of a pci token may show the first six digits of a card number (eight from 16 digits on) and the last four, and ' +
      'nothing of a cvc.',
  );

/**
 * Checks a mask that came with a request, on the data it will stand for. With `pci` it may depend on nothing of a card number
 * but BIN and last four, and not on a `cvc` (docs/architecture.md §3.5). Throws 400 below `at`.
 */
export const checkMask = (mask: Json, parts: Parts, pci: boolean, random: Random, at: readonly string[]): void => {
  const expression = asProperty(at, () => compileMask(mask));
  if (!expression.deterministic) throw invalid(at.join('.'), 'A mask may not use random filters.');
  const show = (data: Json) => asProperty(at, () => jsonForm(expression.evaluate({ data })));
  show(parts.lasting);
  if (!pci) return;
  const exposes = showsCode(show, parts, random) || showsNumber(show, parts.lasting, random);
  if (exposes || repeatsNumber(JSON.stringify(mask), parts.lasting)) throw forbidden(at);
};
