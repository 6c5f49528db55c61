import type { Effort } from '../effort/effort.ts';
import { compileOnce } from '../expressions/compile-once.ts';
import type { Expression } from '../expressions/expression.ts';
import type { Json } from '../expressions/json.ts';
import type { TenantKeys } from '../keys/port.ts';
import { invalid } from '../problem.ts';
import { compileFor, evaluateFor } from './evaluate.ts';
import { asProperty } from './expression-errors.ts';
import { jsonForm, sorted } from './json-form.ts';
import { type TokenTypeName, tokenType } from './token-types.ts';

const isEmpty = (value: Json): boolean => value === null || value === '';

const variables = ['data', 'metadata'];

const typeExpression = compileOnce({ variables });

/** What of a token makes it the same as another. Keys of `data` are sorted first: their order says nothing. */
const essence = async (expression: Expression, data: Json, metadata: Json, effort: Effort): Promise<Json> => {
  const ordered = await effort.run(() => sorted(data, effort));
  return await evaluateFor(effort, expression, { data: ordered, metadata });
};

export interface Fingerprinted {
  tenantId: string;
  type: TokenTypeName;
  data: Json;
  metadata: Record<string, string> | undefined;
}

/**
 * 32 bytes, equal for tokens of one tenant and type whose expressions give the same value; the text of the expression has no part
 * in it (docs/architecture.md §3.7). `own` is the expression of the request: when it comes out null or empty that is a 400 at `at`,
 * while the default of a type falls back to the JSON form of the data. `at` names what was sent: the expression, or else the data.
 */
export const fingerprint = async (
  keys: TenantKeys,
  { tenantId, type, data, metadata = {} }: Fingerprinted,
  own: string | undefined,
  effort: Effort,
  at: readonly string[],
): Promise<Uint8Array> => {
  const ofType = async (): Promise<Json> => {
    const value = await essence(typeExpression(tokenType(type).fingerprintExpression), data, metadata, effort);
    return isEmpty(value) ? await effort.run(() => jsonForm(data, effort)) : value;
  };
  const ofRequest = async (source: string): Promise<Json> => {
    const expression = await compileFor(effort, source, { variables });
    if (!expression.deterministic) throw invalid(at.join('.'), 'A fingerprint may not use random filters.');
    const value = await essence(expression, data, metadata, effort);
    if (isEmpty(value)) throw invalid(at.join('.'), 'The expression gives nothing for this data.');
    return value;
  };
  return await asProperty(at, async () => {
    const value = own === undefined ? await ofType() : await ofRequest(own);
    const form = await effort.run(() => jsonForm(value, effort));
    await effort.reserve(form.length);
    return keys.fingerprint(['token', tenantId, type, typeof value, form]);
  });
};
