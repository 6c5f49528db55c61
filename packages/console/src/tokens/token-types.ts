import type { TokenType } from '@tessera/client';

const known: Readonly<Record<TokenType, true>> = {
  token: true,
  card: true,
  bank: true,
  card_number: true,
  us_bank_account_number: true,
  us_bank_routing_number: true,
  social_security_number: true,
  employer_id_number: true,
  iban: true,
  uk_bank_sort_code: true,
  uk_bank_account_number: true,
  au_bank_bsb: true,
};

/** Every type of token. The compiler asks here for a type that the contract gains. */
export const tokenTypes = Object.keys(known);
