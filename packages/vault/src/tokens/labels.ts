import { compile } from '../expressions/expression.ts';
import { isObject, type Json } from '../expressions/json.ts';
import type { Random } from '../ids.ts';
import type { TenantKeys } from '../keys/port.ts';
import { invalid } from '../problem.ts';
import { type Parts, repeatsNumber, showsCode } from './exposure.ts';
import { asProperty } from './expression-errors.ts';
import { jsonForm } from './json-form.ts';

/**
 * The label by which tokens with a value are found: a MAC that says nothing without the tenant's key (docs/architecture.md §3.8).
 */
export const dataLabel = (keys: TenantKeys, value: string): Uint8Array =>
  keys.blindIndex(`data:${value.normalize('NFC').toLowerCase()}`);

const textOf = (value: Json): string | undefined =>
  value === null || isObject(value) || Array.isArray(value) ? undefined : String(value);

/**
 * The labels of a token's search indexes, each once. Expressions of a request give one text, number or truth value each and are
 * the same whenever they are run; on `pci` tokens they may tell nothing of a `cvc`, while whole numbers are fine, because labels
 * show nothing (docs/architecture.md §3.5). Throws 400 at the entry, `search_indexes.2`.
 */
export const labelsOf = (
  keys: TenantKeys,
  expressions: readonly string[],
  parts: Parts,
  { pci, random, at }: { pci: boolean; random: Random; at: readonly string[] },
): Uint8Array[] => {
  const labels = expressions.map((text, index) => {
    const here = [...at, String(index)];
    const refuse = (message: string) => invalid(here.join('.'), message);
    const value = asProperty(here, () => {
      const expression = compile(text, { variables: ['data'] });
      if (!expression.deterministic) throw refuse('A search index may not use random filters.');
      const show = (data: Json) => jsonForm(expression.evaluate({ data }));
      if (pci && (showsCode(show, parts, random) || repeatsNumber(text, parts.lasting)))
        throw refuse('An index of a pci token may not use a cvc, nor hold a card number itself.');
      return textOf(expression.evaluate({ data: parts.lasting }));
    });
    if (value === undefined || value === '')
      throw refuse('The expression must give one text, number, true or false for this data.');
    return dataLabel(keys, value);
  });
  return [...new Map(labels.map((label) => [Buffer.from(label).toString('base64'), label])).values()];
};
