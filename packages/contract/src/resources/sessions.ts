import * as z from 'zod';
import { post } from '../route.ts';
import { time, timestamp, tokenId } from '../shared.ts';

/** What a page may do with named tokens for a few minutes, once a server has said so. */
export const Session = z.object({
  session_key: z
    .string()
    .describe('Reads and changes the authorized tokens, from frames alone. It never leaves its frame.'),
  nonce: z.string().describe('Names the session to the server that is to authorize it; good for nothing else.'),
  expires_at: timestamp,
});

const sessionPermissions = z
  .array(z.string().max(100))
  .min(1)
  .max(20)
  .describe('`token:read`, `token:update`, or permissions that a server_to_server key can hold for these.');

const TokenCondition = z.object({ attribute: z.literal('id'), operator: z.literal('equals'), value: tokenId });

export const SessionRule = z.object({
  description: z.string().max(200).optional(),
  priority: z.int().min(1).optional(),
  conditions: z.array(TokenCondition).length(1).describe('The token that the rule is about.'),
  transform: z.enum(['reveal', 'mask']).default('reveal').describe('What of the data is shown.'),
  permissions: sessionPermissions,
});

export const AuthorizeSession = z
  .object({
    nonce: z.string().min(1).max(100),
    expires_at: time.optional().describe('At most three minutes ahead, and never after the session itself ends.'),
    tokens: z.array(tokenId).min(1).max(100).optional().describe('The tokens that `permissions` are about.'),
    permissions: sessionPermissions.optional(),
    rules: z.array(SessionRule).min(1).max(100).optional().describe('In place of `tokens` and `permissions`.'),
  })
  .refine(
    ({ tokens, permissions, rules }) => (rules ? !tokens && !permissions : tokens && permissions),
    'Send either `tokens` with `permissions`, or `rules`.',
  );

export const sessions = {
  create: post('/sessions', {
    summary: 'Open a session',
    description:
      'Frames do this with the key of their page. A session is good for nothing until a server authorizes it.',
    public: true,
    response: Session,
    status: 201,
  }),
  authorize: post('/sessions/authorize', {
    summary: 'Authorize a session to read or change tokens',
    description:
      'With a server_to_server key, once per session, for named tokens and no more than the key itself may do. Verification ' +
      'codes of cards are never shown to sessions.',
    public: true,
    body: AuthorizeSession,
    response: z.object({}),
    status: 200,
  }),
};
