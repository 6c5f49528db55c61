import * as z from 'zod';
import { Metadata, MetadataPatch, sentJson, start, storedText, time, uuid } from '../shared.ts';
import { Container, Encryption, Privacy, TokenType } from './token.ts';

const expression = storedText.min(1).max(2000);

const ExpiresAt = time.describe('When the token expires. A time without an offset is UTC.');

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

/** Data that the caller encrypted for a key of `POST /keys`. */
export const Encrypted = z
  .string()
  .max(262_144)
  .describe(
    'The data as a JWE in its compact form, encrypted with ECDH-ES (X25519) and A256GCM for a key of `POST /keys`; only the vault can open it.',
  );

/** What a new token is made of: data with its type, in clear or encrypted, or a token intent. */
const source = {
  type: TokenType.optional().describe('Required, except with `token_intent_id`.'),
  data: sentJson
    .optional()
    .meta({ forms: ['Card', 'Bank'] })
    .describe(
      'The data to store, if neither `encrypted` nor `token_intent_id` brings it. A `token` takes any JSON value except null, a `card` takes a Card, a `bank` a Bank; other types take a string.',
    ),
  encrypted: Encrypted.optional(),
  token_intent_id: uuid
    .optional()
    .describe('The token intent whose type and data the token gets. The intent ends with that.'),
};

type Given = { readonly [Name in keyof typeof source]?: unknown };

/** Data comes from one place, and a token intent brings its type with it. */
export const assertOneSource = (given: Given, context: z.RefinementCtx): void => {
  const refuse = (name: keyof Given, message: string) => context.addIssue({ code: 'custom', path: [name], message });
  if (isGiven(given.token_intent_id)) {
    for (const name of ['type', 'data', 'encrypted'] as const) {
      if (isGiven(given[name])) refuse(name, 'Comes from the token intent; leave it out.');
    }
    return;
  }
  if (!isGiven(given.type)) refuse('type', 'Required.');
  if (!isGiven(given.data) && !isGiven(given.encrypted)) refuse('data', 'Required.');
  if (isGiven(given.data) && isGiven(given.encrypted)) refuse('data', 'Is in `encrypted` already; leave it out.');
};

/** A token to store. */
export const CreateToken = z
  .object({
    ...source,
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
  .superRefine(assertOneSource)
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
