import * as z from 'zod';
import { del, get, post } from '../route.ts';
import { audit, Metadata, pageOf, pageQuery, repeated, time, timestamp, tokenId, uuid } from '../shared.ts';

export const TokenType = z.enum([
  'token',
  'card',
  'bank',
  'card_number',
  'us_bank_account_number',
  'us_bank_routing_number',
  'social_security_number',
  'employer_id_number',
]);
export const Classification = z.enum(['general', 'bank', 'pci', 'pii']);
export const ImpactLevel = z.enum(['low', 'moderate', 'high']);
export const RestrictionPolicy = z.enum(['mask', 'redact']);

/** How sensitive a token is, and what is shown to keys that may not read it in plaintext. */
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

/** How a caller encrypted the data before sending it. The vault keeps this as it is given and never uses it. */
export const Encryption = z.object({ cek: EncryptionKey.optional(), kek: EncryptionKey.optional() });

const Container = z
  .string()
  .max(400)
  .regex(
    /^\/([\w-]+\/)*$/,
    'A container is a path such as /customers/north/ of letters, digits, hyphens and underscores.',
  )
  .toLowerCase();

const expression = z.string().min(1).max(2000);

const ExpiresAt = time.describe('When the token ends to exist. Without an offset the time is UTC.');

export const Token = z.object({
  id: tokenId,
  tenant_id: uuid,
  type: TokenType,
  data: z.unknown().optional().describe('Plaintext, masked, null or absent, by what the caller may read.'),
  mask: z.unknown().optional().describe('The expressions which make the masked form of the data.'),
  fingerprint: z.string().optional().describe('Equal for tokens of a tenant with the same type and data.'),
  fingerprint_expression: z.string().optional(),
  privacy: Privacy,
  container: z.string().optional(),
  metadata: Metadata.optional(),
  encryption: Encryption.optional(),
  search_indexes: z.array(z.string()).optional(),
  expires_at: timestamp.optional(),
  ...audit,
});

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

/** The part of a request that says what to store. Types other than `token` have rules of their own for `data`. */
export const CreateToken = z
  .object({
    type: TokenType,
    data: z.unknown().refine(isGiven, 'Required.').describe('Any JSON value but null.'),
    privacy: Privacy.partial().optional(),
    metadata: Metadata.optional(),
    encryption: Encryption.optional(),
    container: Container.optional(),
    containers: z.array(Container).length(1).optional().describe('Another way to write `container`.'),
    id: z.string().min(1).max(400).optional().describe('An expression that makes the id of the token.'),
    mask: z.unknown().optional().describe('Expressions that make the masked form, in the form it will have.'),
    fingerprint_expression: expression.optional().describe('What of the data makes two tokens the same.'),
    search_indexes: z.array(expression).max(50).optional().describe('Expressions by whose results tokens are found.'),
    deduplicate_token: z.boolean().optional().describe('Answer with the token that has this fingerprint already.'),
    expires_at: ExpiresAt.optional(),
  })
  .transform(({ containers, ...token }) => ({ ...token, container: token.container ?? containers?.[0] }));

export const tokens = {
  create: post('/tokens', {
    summary: 'Store data as a token',
    description: 'The answer never holds the data.',
    permission: 'token:<classification>:create',
    body: CreateToken,
    response: Token,
    status: 201,
  }),
  list: get('/tokens', {
    summary: 'List tokens',
    description: 'Newest first. Filters are combined with AND.',
    permission: 'token:<classification>:read:<impact_level>',
    query: z.object({
      id: repeated(tokenId).optional(),
      type: repeated(TokenType).optional(),
      metadata: Metadata.optional().describe('Tokens with all of these entries, whatever their case.'),
      ...pageQuery,
    }),
    response: pageOf(Token),
  }),
  retrieve: get('/tokens/{id}', {
    summary: 'Get a token',
    description: 'Its data is plaintext for a key that may read its impact level, else as its restriction policy says.',
    permission: 'token:<classification>:read:<impact_level>',
    response: Token,
  }),
  delete: del('/tokens/{id}', {
    summary: 'Delete a token',
    permission: 'token:<classification>:delete',
  }),
  listDecrypted: get('/tokens/decrypt', {
    summary: 'List tokens, those of type `token` in plaintext',
    description: 'Listing tokens shows everything that the key may read. Here other types stay masked or redacted.',
    permission: 'token:<classification>:read:<impact_level>',
    query: z.object({ id: repeated(tokenId).optional(), type: repeated(TokenType).optional(), ...pageQuery }),
    response: pageOf(Token),
    deprecated: true,
  }),
  retrieveDecrypted: get('/tokens/{id}/decrypt', {
    summary: 'Get a token, of type `token` in plaintext',
    description: 'Getting a token shows everything that the key may read. Here other types stay masked or redacted.',
    permission: 'token:<classification>:read:<impact_level>',
    response: Token,
    deprecated: true,
  }),
};
