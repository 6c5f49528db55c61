import type { Effort } from '../effort/effort.ts';
import { costs } from '../expressions/costs.ts';
import { isObject, type Json } from '../expressions/json.ts';
import type { TenantKeys } from '../keys/port.ts';
import { invalid } from '../problem.ts';
import { compileFor, evaluateFor } from './evaluate.ts';
import type { Exposure } from './exposure.ts';
import { asProperty } from './expression-errors.ts';
import { jsonForm } from './json-form.ts';

/**
 * The label by which tokens with a value are found: a MAC that says nothing without the tenant's key (docs/architecture.md §3.8).
 */
export const dataLabel = (keys: TenantKeys, value: string, effort: Pick<Effort, 'charge'>): Uint8Array => {
  effort.charge(costs.digest + value.length * costs.otherCase);
  // Unicode sorts the marks on a letter: the engine's time for that grows with the square of their number.
  for (const [marks] of value.matchAll(/\p{M}{8,}/gu)) effort.charge(marks.length ** 2 / 2);
  return keys.blindIndex(`data:${value.normalize('NFC').toLowerCase()}`);
};

const textOf = (value: Json): string | undefined =>
  value === null || isObject(value) || Array.isArray(value) ? undefined : String(value);

/**
 * The labels of a token's search indexes, each once. Expressions of a request give one text, number or truth value each and are
 * the same whenever they are run; on `pci` tokens they may tell nothing of a `cvc`, while whole numbers are fine, because labels
 * show nothing (docs/architecture.md §3.5). Throws 400 at the entry, `search_indexes.2`.
 */
export const labelsOf = async (
  keys: TenantKeys,
  expressions: readonly string[],
  data: Json,
  { exposure, effort, at }: { exposure: Exposure | undefined; effort: Effort; at: readonly string[] },
): Promise<Uint8Array[]> => {
  const labelOf = (text: string, here: readonly string[]): Promise<Uint8Array> =>
    asProperty(here, async () => {
      const refuse = (message: string) => invalid(here.join('.'), message);
      const expression = await compileFor(effort, text, { variables: ['data'] });
      if (!expression.deterministic) throw refuse('A search index may not use random filters.');
      const show = (data: Json) => effort.run(() => jsonForm(expression.evaluate({ data }, effort), effort));
      if (exposure && ((await exposure.showsCode(show)) || (await exposure.repeatsNumber(text))))
        throw refuse('An index of a pci token may not use a cvc, nor hold a card number itself.');
      const value = textOf(await evaluateFor(effort, expression, { data }));
      if (value === undefined || value === '')
        throw refuse('The expression must give one text, number, true or false for this data.');
      return await effort.run(() => dataLabel(keys, value, effort));
    });
  const labels: Uint8Array[] = [];
  for (const [index, text] of expressions.entries()) labels.push(await labelOf(text, [...at, String(index)]));
  return [...new Map(labels.map((label) => [Buffer.from(label).toString('base64'), label])).values()];
};
