import { isObject, type Json } from '../expressions/json.ts';
import { JsonFault, jsonBounds, parseJson } from '../http/json.ts';
import { ApiError } from '../problem.ts';

/** What a function gave back: something to tokenize, something to show, or both. */
export interface Result {
  tokenize?: Json;
  raw?: Json;
}

const only = (value: { [key: string]: Json }, names: readonly string[]): boolean =>
  Object.keys(value).every((key) => names.includes(key));

/**
 * Reads what a function gave back, JSON text or nothing, in the form of either era: `{ raw, tokenize }`, a token `{ data, metadata,
 * type }`, or anything else, which is raw (docs/architecture.md §3.13). Throws 500 for what JSON cannot hold exactly.
 */
export const readResult = (json: string | undefined): Result => {
  if (json === undefined) return {};
  let value: Json;
  try {
    value = parseJson(json, jsonBounds) as Json;
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    throw new ApiError('reactor-failed', `What the formula gave back cannot be answered. ${error.message}`);
  }
  if (!isObject(value)) return { raw: value };
  const { raw, tokenize, data, metadata, type } = value;
  if ((raw !== undefined || tokenize !== undefined) && only(value, ['raw', 'tokenize'])) {
    return { ...(raw !== undefined && { raw }), ...(tokenize !== undefined && tokenize !== null && { tokenize }) };
  }
  if (data !== undefined && only(value, ['data', 'metadata', 'type'])) {
    return { tokenize: { type: type ?? 'token', data, ...(metadata !== undefined && { metadata }) } };
  }
  return { raw: value };
};
