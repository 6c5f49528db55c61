import type { Wire } from '@tessera/contract';
import { isObject, type Json } from '../json.ts';

/** The properties of a new token that a page sees. */
const shown = [
  'id',
  'type',
  'tenant_id',
  'privacy',
  'container',
  'metadata',
  'expires_at',
  'created_by',
  'created_at',
  'modified_by',
  'modified_at',
] as const satisfies readonly (keyof Wire['Token'])[];

/**
 * The members of the built-in mask of a token type, and of the details of a token intent: what a page sees of the data. Of other types it
 * sees none. The vault answers a create with masked data only, and never with a security code.
 */
const masked: Readonly<Partial<Record<Wire['TokenType'], readonly string[]>>> = {
  card: ['number', 'expiration_month', 'expiration_year', 'bin', 'last4', 'brand'],
  bank: ['routing_number', 'account_number', 'account_number_last4'],
};

const pickFrom = (value: Json, keys: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(keys.flatMap((key) => (Object.hasOwn(value, key) ? [[key, value[key]]] : [])));

/** What a page sees of a new token: the allow-list above, and the mask of its type. */
export const tokenReply = (answer: Json, type: string): Record<string, unknown> => {
  const mask = Object.hasOwn(masked, type) ? masked[type as Wire['TokenType']] : undefined;
  const out = pickFrom(answer, shown);
  if (!mask) return out;
  for (const key of ['data', 'card', 'bank']) {
    const value = answer[key];
    if (isObject(value)) out[key] = pickFrom(value, mask);
  }
  return out;
};
