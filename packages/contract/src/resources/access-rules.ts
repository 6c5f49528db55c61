import * as z from 'zod';
import { AskedPermission, HeldPermission } from './permission-names.ts';
import { Container } from './token.ts';

/** How the data of tokens is shown by a rule. */
export const RuleTransform = z.enum(['reveal', 'mask', 'redact']);

const about = {
  description: z.string().max(200).optional(),
  container: Container.describe(
    'The rule is about tokens in this container and in those below it. `/` is about all tokens.',
  ),
};

/** What the keys of an application may do with the tokens in a container. */
export const AccessRule = z.object({
  ...about,
  priority: z.int().min(1).optional().describe('Rules are tried in this order, 1 first.'),
  transform: RuleTransform,
  permissions: z.array(HeldPermission),
});

/** The same as it is asked for. */
export const AskedRule = z.object({
  ...about,
  priority: z
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .describe('Rules are tried in this order, 1 first. By default the place in the list.'),
  transform: RuleTransform.default('mask').describe(
    'How data is shown: in plaintext (`reveal`), masked, which is no data where a token has no mask, or not at all (`redact`).',
  ),
  permissions: z
    .array(AskedPermission)
    .min(1)
    .max(10)
    .describe(
      '`token:create`, `token:read`, `token:search`, `token:update`, `token:delete`, `token:use`; `token-intent:create`, `token-intent:read` ' +
        'and `token-intent:delete`, of intents of the types whose tokens lie there by default; `proxy:invoke`, whatever the container.',
    ),
});
