import type { Effort } from '../effort/effort.ts';
import { compileOnce } from '../expressions/compile-once.ts';
import { isObject, type Json } from '../expressions/json.ts';
import { invalid } from '../problem.ts';
import { compileFor, evaluateFor } from './evaluate.ts';
import type { Exposure } from './exposure.ts';
import { asProperty } from './expression-errors.ts';
import { jsonForm } from './json-form.ts';

const variables = ['data'];

const typeMask = compileOnce({ variables });

/** The masked form of data, by a token's own mask. Throws 400 below `at`. */
export const applyMask = (mask: Json, data: Json, effort: Effort, at: readonly string[] = ['mask']): Promise<Json> =>
  asProperty(at, async () => evaluateFor(effort, await compileFor(effort, mask, { variables }), { data }));

/**
 * `reveal_last` shows a value completely that is not longer than its argument; the mask of a type hides such a value
 * (docs/architecture.md §3.5).
 */
const hideShort = (expression: Json | undefined, masked: Json): Json =>
  typeof expression === 'string' && expression.includes('reveal_last') && typeof masked === 'string'
    ? masked.replace(/^\d+$/, (digits) => 'X'.repeat(digits.length))
    : masked;

/** The masked form by the mask of a type, which may speak of properties that are optional. */
export const applyTypeMask = async (mask: Json, data: Json, effort: Effort): Promise<Json> => {
  const masked = await asProperty(['data'], () => evaluateFor(effort, typeMask(mask), { data }));
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
 * Checks a mask that came with a request, on the data it will stand for. With an exposure (of `pci` data) it may depend on nothing
 * of a card number but BIN and last four, and not on a `cvc` (docs/architecture.md §3.5). Throws 400 below `at`.
 */
export const checkMask = (
  mask: Json,
  data: Json,
  { exposure, effort, at }: { exposure: Exposure | undefined; effort: Effort; at: readonly string[] },
): Promise<void> =>
  asProperty(at, async () => {
    const expression = await compileFor(effort, mask, { variables });
    if (!expression.deterministic) throw invalid(at.join('.'), 'A mask may not use random filters.');
    const show = (data: Json) => effort.run(() => jsonForm(expression.evaluate({ data }, effort), effort));
    await show(data);
    if (!exposure) return;
    if (
      (await exposure.showsCode(show)) ||
      (await exposure.showsNumber(show)) ||
      (await exposure.repeatsNumber(JSON.stringify(mask)))
    )
      throw forbidden(at);
  });
