import * as z from 'zod';
import { post } from '../route.ts';
import { storedText, timestamp, tokenId, uuid } from '../shared.ts';
import { Assertion, CredentialOptions } from './credentials.ts';

/** More digits than any reason needs, as those of a card number would be. */
const cardNumberLike = /\d(?:[\s-]?\d){11,}/;

/** Why something is done, in the words of the operator. It stands in the audit log, so it must hold no value. */
export const reason = storedText
  .trim()
  .min(4, 'Say why, in at least four characters.')
  .max(300)
  .refine((text) => !cardNumberLike.test(text), 'Must not hold a card number or another long number.');

/** What a frame of the vault tells its page: SHA-256 of a secret that stays in the frame, in base64url. */
const nonce = z.string().regex(/^[\w-]{43}$/, 'Must be what the frame sent.');

export const reveals = {
  prepare: post('/console/reveals/frames', {
    summary: 'Ask for a frame of the vault that can show the value of a token',
    description: 'It waits for two minutes for a passkey to be touched. What the same session asked for before ends.',
    body: z.object({ token_id: tokenId, reason }),
    response: z.object({
      id: uuid,
      frame: z.string().describe('Where the frame is: on the origin of the vault.'),
      expires_at: timestamp,
    }),
    status: 201,
    permission: 'tokens:reveal',
  }),
  options: post('/console/reveals/options', {
    summary: 'Begin to confirm with a passkey that a value shall be shown',
    description: 'The challenge is for this token, this reason and this frame alone.',
    body: z.object({ id: uuid, nonce }),
    response: CredentialOptions,
    permission: 'tokens:reveal',
  }),
  create: post('/console/reveals', {
    summary: 'Let a frame fetch the value of a token, once, by a touch of a passkey',
    description: 'The value is never in the answer. The frame has 30 seconds to fetch it.',
    body: z.object({ id: uuid, nonce, response: Assertion }),
    response: z.object({ expires_at: timestamp }),
    status: 201,
    permission: 'tokens:reveal',
  }),
};
