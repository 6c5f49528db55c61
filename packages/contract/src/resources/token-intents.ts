import * as z from 'zod';
import { del, get, post } from '../route.ts';
import { sentJson, timestamp, uuid } from '../shared.ts';
import { TokenType } from './token.ts';
import { BankDetails, CardDetails } from './token-details.ts';
import { assertOneSource, Encrypted } from './token-requests.ts';

/** Data that may become a token within 24 hours, and is destroyed if it does not. */
export const CreateTokenIntent = z
  .object({
    type: TokenType,
    data: sentJson
      .optional()
      .meta({ forms: ['Card', 'Bank'] })
      .describe('As for a token of this type. Required, if `encrypted` does not bring it.'),
    encrypted: Encrypted.optional(),
  })
  .superRefine(assertOneSource);

/** A token intent in answers, which never hold its data. */
export const TokenIntent = z.object({
  id: uuid,
  tenant_id: uuid,
  type: TokenType,
  card: CardDetails.optional().describe('For the types `card` and `card_number`.'),
  bank: BankDetails.optional().describe('For the type `bank`.'),
  fingerprint: z.string().optional().describe('The one that a token of this type and data has by default.'),
  created_by: uuid.optional(),
  created_at: timestamp,
  expires_at: timestamp.describe('24 hours after it was made. Then its data is destroyed.'),
});

export const tokenIntents = {
  create: post('/token-intents', {
    summary: 'Create a token intent',
    description:
      'Encrypts and keeps the data for 24 hours. `token_intent_id` in `POST /tokens` or in a document for `POST /tokenize` makes a ' +
      'token of it, once. A verification code does not become part of that token.',
    permission: 'token-intent:create',
    body: CreateTokenIntent,
    response: TokenIntent,
    status: 201,
  }),
  retrieve: get('/token-intents/{id}', {
    summary: 'Get a token intent',
    permission: 'token-intent:read',
    response: TokenIntent,
  }),
  delete: del('/token-intents/{id}', {
    summary: 'Delete a token intent',
    description: 'Destroys its data at once.',
    permission: 'token-intent:delete',
  }),
};
