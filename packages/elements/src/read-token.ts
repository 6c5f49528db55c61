import type { ElementsRequestOptions } from './create-elements.ts';
import { ElementsApiError } from './errors.ts';

/** Names as the SDK writes them; data and metadata are the user's. */
const camelized = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(camelized);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      key === 'data' || key === 'metadata' ? inner : camelized(inner),
    ]),
  );
};

/** Reads a token as any server would, with a key that the page has: the vault decides what it shows. */
export const readToken = async (
  origin: string,
  key: string,
  id: string,
  { apiKey = key, correlationId }: ElementsRequestOptions = {},
): Promise<unknown> => {
  const headers = { 'BT-API-KEY': apiKey, ...(correlationId !== undefined && { 'BT-TRACE-ID': correlationId }) };
  const response = await fetch(`${origin}/tokens/${encodeURIComponent(id)}`, { headers }).catch(() => {
    throw new ElementsApiError('vault-unreachable', -1, undefined);
  });
  const body = await response.json();
  if (!response.ok) throw new ElementsApiError('api-error', response.status, body);
  return camelized(body);
};
