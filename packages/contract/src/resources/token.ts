import * as z from 'zod';
import { anyJson, audit, Metadata, timestamp, tokenId, uuid } from '../shared.ts';
import { BankDetails, CardDetails } from './token-details.ts';

/** A place for tokens: a path in a tree. */
export const Container = z
  .string()
  .max(400)
  .regex(
    /^\/([\w-]+\/)*$/,
    'A container is a path of letters, digits, hyphens and underscores that begins and ends with a slash, such as /customers/north/.',
  )
  .toLowerCase();

/** What a token holds. The type fixes the shape of `data`, and sets defaults for privacy, mask and fingerprint. */
export const TokenType = z.enum([
  'token',
  'card',
  'bank',
  'card_number',
  'us_bank_account_number',
  'us_bank_routing_number',
  'social_security_number',
  'employer_id_number',
  'iban',
  'uk_bank_sort_code',
  'uk_bank_account_number',
  'au_bank_bsb',
]);
/** The kind of data in a token. */
export const Classification = z.enum(['general', 'bank', 'pci', 'pii']);
/** How much harm a disclosure of the data would do. */
export const ImpactLevel = z.enum(['low', 'moderate', 'high']);
/** What keys see that may not read the plaintext: the masked data, or none. */
export const RestrictionPolicy = z.enum(['mask', 'redact']);

/** How sensitive a token is, and what keys see that may not read it in plaintext. */
export const Privacy = z.object({
  classification: Classification,
  impact_level: ImpactLevel,
  restriction_policy: RestrictionPolicy,
});

const EncryptionKey = z.object({
  key: z.string().max(2048).optional(),
  prov: z.string().max(100).optional(),
  alg: z.string().max(100).optional(),
});

/** How the caller encrypted the data before sending it. The vault stores this note and never uses it. */
export const Encryption = z.object({ cek: EncryptionKey.optional(), kek: EncryptionKey.optional() });

/** A token in answers. */
export const Token = z.object({
  id: tokenId,
  tenant_id: uuid,
  type: TokenType,
  data: anyJson
    .meta({ forms: ['CardView', 'BankView'] })
    .optional()
    .describe(
      'Plaintext, masked, null or absent, depending on what the API key may read and on the restriction policy.',
    ),
  card: CardDetails.optional().describe(
    'For the types `card` and `card_number`, where the API key sees the data, or sees it masked by the mask of the type.',
  ),
  bank: BankDetails.optional().describe('The same for the type `bank`.'),
  mask: anyJson.optional().describe('The expressions that the masked data is computed from.'),
  fingerprint: z.string().optional().describe('The same for every token of the tenant with the same type and data.'),
  fingerprint_expression: z.string().optional().describe('The expression that the fingerprint is computed from.'),
  privacy: Privacy,
  container: z.string().optional(),
  containers: z.array(z.string()).optional().describe('The same as `container`, as a list of one.'),
  metadata: Metadata.optional(),
  encryption: Encryption.optional(),
  search_indexes: z.array(z.string()).optional(),
  expires_at: timestamp.optional(),
  ...audit,
  _extras: z
    .object({
      deduplicated: z
        .boolean()
        .describe('Whether this token was there before, and stands in for the one of the request.'),
    })
    .optional()
    .describe('Only in answers to the creation of a token.'),
});
