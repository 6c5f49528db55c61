import * as z from 'zod';
import { del, get, patch, post } from '../route.ts';
import {
  anyJson,
  audit,
  Metadata,
  MetadataPatch,
  pageOf,
  pageQuery,
  repeated,
  sentJson,
  start,
  storedText,
  time,
  timestamp,
  tokenId,
  uuid,
} from '../shared.ts';

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

const Container = z
  .string()
  .max(400)
  .regex(
    /^\/([\w-]+\/)*$/,
    'A container is a path of letters, digits, hyphens and underscores that begins and ends with a slash, such as /customers/north/.',
  )
  .toLowerCase();

const expression = storedText.min(1).max(2000);

const ExpiresAt = time.describe('When the token expires. A time without an offset is UTC.');

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
  mask: anyJson.optional().describe('The expressions that the masked data is computed from.'),
  fingerprint: z.string().optional().describe('The same for every token of the tenant with the same type and data.'),
  fingerprint_expression: z.string().optional().describe('The expression that the fingerprint is computed from.'),
  privacy: Privacy,
  container: z.string().optional(),
  metadata: Metadata.optional(),
  encryption: Encryption.optional(),
  search_indexes: z.array(z.string()).optional(),
  expires_at: timestamp.optional(),
  ...audit,
});

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

/** A token to store. */
export const CreateToken = z
  .object({
    type: TokenType,
    data: sentJson
      .refine(isGiven, 'Required.')
      .meta({ forms: ['Card', 'Bank'] })
      .describe(
        'The data to store. A `token` takes any JSON value except null, a `card` takes a Card, a `bank` a Bank; other types take a string.',
      ),
    privacy: Privacy.partial().optional(),
    metadata: Metadata.optional(),
    encryption: Encryption.optional(),
    container: Container.optional(),
    containers: z.array(Container).length(1).optional().describe('The same as `container`, as a list of one.'),
    id: expression
      .optional()
      .describe('An expression that the id of the token is computed from. By default the id is a random UUID.'),
    mask: sentJson
      .optional()
      .describe(
        'The masked data, with expressions in place of the values: `{ "number": "{{ data.number | last4 }}" }`.',
      ),
    fingerprint_expression: expression
      .optional()
      .describe(
        'An expression for the part of the data that the fingerprint is computed from. By default that is all of it.',
      ),
    search_indexes: z
      .array(expression)
      .max(50)
      .optional()
      .describe('Expressions whose results `data:` finds when searching tokens.'),
    deduplicate_token: z
      .boolean()
      .optional()
      .describe(
        'Whether to answer with the existing token when one with this fingerprint exists. By default the setting of the tenant decides.',
      ),
    expires_at: ExpiresAt.optional(),
  })
  .transform(({ containers, ...token }) => ({ ...token, container: token.container ?? containers?.[0] }));

/**
 * The changes to a token. `data`, `mask` and `metadata` are JSON merge patches (RFC 7396); other properties are replaced. `null`
 * resets a property to the default of the token's type.
 */
export const UpdateToken = z
  .object({
    data: sentJson.optional().describe('A JSON merge patch for the data.'),
    mask: sentJson.optional().describe('A JSON merge patch for the mask. `null` removes the mask.'),
    metadata: MetadataPatch.nullable()
      .optional()
      .describe('A JSON merge patch for the metadata. `null` removes all metadata.'),
    privacy: Privacy.partial()
      .optional()
      .describe('Impact level and restriction policy can only be raised. The classification cannot be changed.'),
    container: Container.nullable().optional(),
    containers: z.array(Container).length(1).optional().describe('The same as `container`, as a list of one.'),
    search_indexes: z.array(expression).max(50).nullable().optional(),
    fingerprint_expression: expression.nullable().optional(),
    deduplicate_token: z
      .boolean()
      .optional()
      .describe('Whether to refuse a change that gives the token the fingerprint of another token.'),
    expires_at: ExpiresAt.nullable().optional(),
  })
  .transform(({ containers, ...token }) => ({
    ...token,
    container: token.container === undefined ? containers?.[0] : token.container,
  }));

/** A search expression and the page of results to answer with. */
export const SearchTokens = z.object({
  query: z
    .string()
    .max(4096)
    .optional()
    .describe('For example `data:4242 AND (type:card OR metadata.customer_id:7) AND created_at:[2022-01-01 TO *]`.'),
  page: z.int().min(1).max(2_147_483_647).default(1),
  size: z.int().min(1).max(100).default(20),
  start,
});

const filter = {
  id: repeated(tokenId).optional(),
  type: repeated(TokenType).optional(),
  metadata: Metadata.optional().describe('Only tokens that have all of these entries; case is ignored.'),
};

export const tokens = {
  create: post('/tokens', {
    summary: 'Create a token',
    description: 'Encrypts and stores the data. The answer never holds it in plaintext.',
    permission: 'token:<classification>:create',
    body: CreateToken,
    response: Token,
    status: 201,
  }),
  list: get('/tokens', {
    summary: 'List tokens',
    description: 'Newest first. Filters are combined with AND.',
    permission: 'token:<classification>:read:<impact_level>',
    query: z.object({ ...filter, ...pageQuery, start }),
    response: pageOf(Token),
  }),
  retrieve: get('/tokens/{id}', {
    summary: 'Get a token',
    description:
      'Shows the data in plaintext to a key that may read the impact level of the token. Other keys get what the restriction policy allows: masked data or none.',
    permission: 'token:<classification>:read:<impact_level>',
    response: Token,
  }),
  update: patch('/tokens/{id}', {
    summary: 'Change a token',
    description:
      'The body is a JSON merge patch (RFC 7396). Changing the mask, the search indexes or the fingerprint expression needs the permission to read the token in plaintext.',
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
      'Newest first. The fields are `id`, `type`, `data`, `fingerprint`, `container`, `metadata.KEY`, `created_by`, `modified_by`, ' +
      '`created_at` and `modified_at`. `data` looks into the search indexes of tokens that the key may read in plaintext.',
    permission: 'token:<classification>:read:<impact_level>',
    body: SearchTokens,
    response: pageOf(Token),
    status: 200,
  }),
  createAssociation: post('/tokens/{parent_id}/children/{child_id}', {
    summary: 'Make a token the child of another token',
    permission: 'token:<classification>:read:<impact_level>',
  }),
  deleteAssociation: del('/tokens/{parent_id}/children/{child_id}', {
    summary: 'Remove the association of a parent and a child token',
    description: 'Neither token is deleted.',
    permission: 'token:<classification>:delete',
  }),
  createChild: post('/tokens/{parent_id}/children', {
    summary: 'Create a token as the child of another token',
    permission: 'token:<classification>:create token:<classification>:read:<impact_level>',
    body: CreateToken,
    response: Token,
    status: 201,
  }),
  listChildren: get('/tokens/{parent_id}/children', {
    summary: 'List the children of a token',
    description: 'Newest first. Filters are combined with AND.',
    permission: 'token:<classification>:read:<impact_level>',
    query: z.object({ ...filter, ...pageQuery, start }),
    response: pageOf(Token),
  }),
  listDecrypted: get('/tokens/decrypt', {
    summary: 'List tokens in plaintext',
    description:
      'Use `GET /tokens`, which shows a key everything that it may read. Here only tokens of type `token` are shown in plaintext.',
    permission: 'token:<classification>:read:<impact_level>',
    query: z.object({ id: repeated(tokenId).optional(), type: repeated(TokenType).optional(), ...pageQuery, start }),
    response: pageOf(Token),
    deprecated: true,
  }),
  retrieveDecrypted: get('/tokens/{id}/decrypt', {
    summary: 'Get a token in plaintext',
    description:
      'Use `GET /tokens/{id}`, which shows a key everything that it may read. Here only a token of type `token` is shown in plaintext.',
    permission: 'token:<classification>:read:<impact_level>',
    response: Token,
    deprecated: true,
  }),
};
