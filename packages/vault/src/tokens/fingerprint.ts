import { compileOnce } from '../expressions/compile-once.ts';
import { compile, type Expression } from '../expressions/expression.ts';
import type { Json } from '../expressions/json.ts';
import type { TenantKeys } from '../keys/port.ts';
import { invalid } from '../problem.ts';
import { asProperty } from './expression-errors.ts';
import { jsonForm } from './json-form.ts';
import { type TokenTypeName, tokenType } from './token-types.ts';

const isEmpty = (value: Json): boolean => value === null || value === '';

const variables = ['data', 'metadata'];

const typeExpression = compileOnce({ variables });

/** What of a token makes it the same as another. Keys of `data` are sorted first: their order says nothing. */
const essence = (expression: Expression, data: Json, metadata: Json): Json =>
  expression.evaluate({ data: JSON.parse(jsonForm(data)) as Json, metadata });

export interface Fingerprinted {
  tenantId: string;
  type: TokenTypeName;
  data: Json;
  metadata: Record<string, string> | undefined;
}

/**
 * 32 bytes, equal for tokens of one tenant and type whose expressions give the same value; the text of the expression has no part
 * in it (docs/architecture.md §3.7). `own` is the expression of the request: when it comes out null or empty that is a 400 at `at`,
 * while the default of a type falls back to the JSON form of the data.
 */
export const fingerprint = (
  keys: TenantKeys,
  { tenantId, type, data, metadata = {} }: Fingerprinted,
  own: string | undefined,
  at: readonly string[],
): Uint8Array => {
  let value: Json;
  if (own === undefined) {
    value = essence(typeExpression(tokenType(type).fingerprintExpression), data, metadata);
    if (isEmpty(value)) value = jsonForm(data);
  } else {
    value = asProperty(at, () => {
      const expression = compile(own, { variables });
      if (!expression.deterministic) throw invalid(at.join('.'), 'A fingerprint may not use random filters.');
      return essence(expression, data, metadata);
    });
    if (isEmpty(value)) throw invalid(at.join('.'), 'The expression gives nothing for this data.');
  }
  return keys.fingerprint(['token', tenantId, type, typeof value, jsonForm(value)]);
};
