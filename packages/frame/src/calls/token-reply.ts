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
 * The members of the built-in mask of each token type, and of the details of a token intent: what a page sees of the data. The vault
 * answers a create with masked data only, and never with a security code.
 */
const masked: Readonly<Record<Wire['TokenType'], readonly string[]>> = {
  token: [],
  card: ['number', 'expiration_month', 'expiration_year', 'bin', 'last4', 'brand'],
  bank: ['routing_number', 'account_number', 'account_number_last4'],
  card_number: [],
  us_bank_account_number: [],
  us_bank_routing_number: [],
  social_security_number: [],
  employer_id_number: [],
  iban: [],
  uk_bank_sort_code: [],
  uk_bank_account_number: [],
  au_bank_bsb: [],
};

const pickFrom = (value: Json, keys: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(keys.flatMap((key) => (Object.hasOwn(value, key) ? [[key, value[key]]] : [])));

/** What a page sees of a new token: the allow-list above, and the mask of its type. */
export const tokenReply = (answer: Json, type: string): Record<string, unknown> => {
  const mask = Object.hasOwn(masked, type) ? masked[type as Wire['TokenType']] : [];
  const out = pickFrom(answer, shown);
  for (const key of mask.length > 0 ? ['data', 'card', 'bank'] : []) {
    const value = answer[key];
    if (isObject(value)) out[key] = pickFrom(value, mask);
  }
  return out;
};
