import * as z from 'zod';
import { post } from '../route.ts';
import { time, timestamp, tokenId } from '../shared.ts';
import { AskedSessionPermission } from './permission-names.ts';
import { Container } from './token.ts';

/** A session lets a page show and change certain tokens for a few minutes, after a server has authorized it. */
export const Session = z.object({
  session_key: z
    .string()
    .describe('Reads and changes the authorized tokens. It works only in the frame that opened the session.'),
  nonce: z
    .string()
    .describe(
      'Identifies the session when your server authorizes it. It has no other use, so a page may send it to the server.',
    ),
  expires_at: timestamp,
});

const sessionPermissions = z
  .array(AskedSessionPermission)
  .min(1)
  .max(20)
  .describe(
    '`token:read`, `token:update`, or the permissions that a `server_to_server` key needs for reading and updating.',
  );

/** Which tokens a rule of a session is about: one by its id, or those in a container. */
const TokenCondition = z
  .object({
    attribute: z.enum(['id', 'container']),
    operator: z.enum(['equals', 'starts_with']).describe('`starts_with` for containers alone, with those below them.'),
    value: tokenId.max(400),
  })
  .superRefine(({ attribute, operator, value }, context) => {
    if (attribute === 'id') {
      if (operator !== 'equals') {
        context.addIssue({ code: 'custom', path: ['operator'], message: 'An id is compared by `equals`.' });
      }
    } else if (!Container.safeParse(value).success) {
      context.addIssue({ code: 'custom', path: ['value'], message: 'Must be a container, such as /customers/north/.' });
    }
  });

/** What a session may do with one token, or with those in a container. */
export const SessionRule = z
  .object({
    description: z.string().max(200).optional(),
    priority: z.int().min(1).optional(),
    container: Container.optional().describe('The same as a condition on `container` with `starts_with`.'),
    conditions: z
      .array(TokenCondition)
      .min(1)
      .max(5)
      .optional()
      .describe('At least one, if there is no `container`. The rule is about the tokens that meet all of them.'),
    transform: z
      .enum(['reveal', 'mask'])
      .default('reveal')
      .describe('Whether the data is shown in plaintext or masked.'),
    permissions: sessionPermissions,
  })
  .superRefine(({ container, conditions }, context) => {
    if ((container === undefined) !== (conditions === undefined)) return;
    context.addIssue({ code: 'custom', path: ['conditions'], message: 'Send either `conditions` or `container`.' });
  });

/** What a session may do: either `tokens` with `permissions`, or `rules`. */
export const AuthorizeSession = z
  .object({
    nonce: z.string().min(1).max(100),
    expires_at: time
      .optional()
      .describe('At most three minutes from now. Without it, the session ends when the answer to opening it said.'),
    tokens: z.array(tokenId).min(1).max(100).optional().describe('The ids of the tokens that `permissions` apply to.'),
    permissions: sessionPermissions.optional(),
    rules: z
      .array(SessionRule)
      .min(1)
      .max(100)
      .optional()
      .describe('One rule for each token or container, in place of `tokens` and `permissions`.'),
  })
  .refine(
    ({ tokens, permissions, rules }) => (rules ? !tokens && !permissions : tokens && permissions),
    'Send either `tokens` with `permissions`, or `rules`.',
  );

export const sessions = {
  create: post('/sessions', {
    summary: 'Open a session',
    description:
      'Only the frames of elements can call this, with the `elements` key of their page. The session allows nothing until a server authorizes it.',
    public: true,
    response: Session,
    status: 201,
  }),
  authorize: post('/sessions/authorize', {
    summary: 'Authorize a session to read or change tokens',
    description:
      'Needs a `server_to_server` key, and can be called once per session. The session may then do at most what this key may do, ' +
      'with the named tokens alone. Card verification codes are never shown to sessions.',
    public: true,
    body: AuthorizeSession,
    response: z.object({}),
    status: 200,
  }),
};
