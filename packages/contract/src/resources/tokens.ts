import * as z from 'zod';
import { del, get, patch, post } from '../route.ts';
import {
  audit,
  Metadata,
  MetadataPatch,
  pageOf,
  pageQuery,
  repeated,
  start,
  storedText,
  time,
  timestamp,
  tokenId,
  uuid,
} from '../shared.ts';

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

const expression = storedText.min(1).max(2000);

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
    id: expression.optional().describe('An expression that makes the id of the token.'),
    mask: z.unknown().optional().describe('Expressions that make the masked form, in the form it will have.'),
    fingerprint_expression: expression.optional().describe('What of the data makes two tokens the same.'),
    search_indexes: z.array(expression).max(50).optional().describe('Expressions by whose results tokens are found.'),
    deduplicate_token: z.boolean().optional().describe('Answer with the token that has this fingerprint already.'),
    expires_at: ExpiresAt.optional(),
  })
  .transform(({ containers, ...token }) => ({ ...token, container: token.container ?? containers?.[0] }));

/**
 * What to change of a token. `data`, `mask` and `metadata` are merged (RFC 7386); the rest is replaced, and null goes back to what
 * the type of the token says.
 */
export const UpdateToken = z
  .object({
    data: z.unknown().optional().describe('A merge patch of the data.'),
    mask: z.unknown().optional().describe('A merge patch of the mask; null removes it.'),
    metadata: MetadataPatch.nullable().optional().describe('A merge patch of the metadata; null removes all of it.'),
    privacy: Privacy.partial().optional().describe('Can only be raised; the classification stays.'),
    container: Container.nullable().optional(),
    containers: z.array(Container).length(1).optional().describe('Another way to write `container`.'),
    search_indexes: z.array(expression).max(50).nullable().optional(),
    fingerprint_expression: expression.nullable().optional(),
    deduplicate_token: z.boolean().optional().describe('Refuse changes that make it the double of another token.'),
    expires_at: ExpiresAt.nullable().optional(),
  })
  .transform(({ containers, ...token }) => ({
    ...token,
    container: token.container === undefined ? containers?.[0] : token.container,
  }));

export const SearchTokens = z.object({
  query: z
    .string()
    .max(4096)
    .optional()
    .describe('Such as `data:4242 AND (type:card OR metadata.customer_id:7) AND created_at:[2022-01-01 TO *]`.'),
  page: z.int().min(1).max(2_147_483_647).default(1),
  size: z.int().min(1).max(100).default(20),
  start,
});

const childFilter = { id: repeated(tokenId).optional(), type: repeated(TokenType).optional() };

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
      start,
    }),
    response: pageOf(Token),
  }),
  retrieve: get('/tokens/{id}', {
    summary: 'Get a token',
    description: 'Its data is plaintext for a key that may read its impact level, else as its restriction policy says.',
    permission: 'token:<classification>:read:<impact_level>',
    response: Token,
  }),
  update: patch('/tokens/{id}', {
    summary: 'Change a token',
    description:
      'A JSON merge patch. Mask, search indexes and fingerprint expression can be changed by keys that may read the token in plaintext.',
    permission: 'token:<classification>:update',
    body: UpdateToken,
    response: Token,
  }),
  delete: del('/tokens/{id}', {
    summary: 'Delete a token',
    permission: 'token:<classification>:delete',
  }),
  search: post('/tokens/search', {
    summary: 'Search tokens',
    description:
      'Newest first. Fields are id, type, data, fingerprint, container, metadata.key, created_by, modified_by, created_at and modified_at; ' +
      'data finds what search indexes hold, in tokens that the key may read in plaintext.',
    permission: 'token:<classification>:read:<impact_level>',
    body: SearchTokens,
    response: pageOf(Token),
    status: 200,
  }),
  createAssociation: post('/tokens/{parent_id}/children/{child_id}', {
    summary: 'Make a token the child of another',
    permission: 'token:<classification>:read:<impact_level>',
  }),
  deleteAssociation: del('/tokens/{parent_id}/children/{child_id}', {
    summary: 'Part a child from its parent',
    description: 'Both tokens stay.',
    permission: 'token:<classification>:delete',
  }),
  createChild: post('/tokens/{parent_id}/children', {
    summary: 'Store data as a token that is the child of another',
    permission: 'token:<classification>:create token:<classification>:read:<impact_level>',
    body: CreateToken,
    response: Token,
    status: 201,
  }),
  listChildren: get('/tokens/{parent_id}/children', {
    summary: 'List the children of a token',
    description: 'Newest first. Filters are combined with AND.',
    permission: 'token:<classification>:read:<impact_level>',
    query: z.object({ ...childFilter, ...pageQuery, start }),
    response: pageOf(Token),
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
