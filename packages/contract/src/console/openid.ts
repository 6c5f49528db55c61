import * as z from 'zod';
import { timestamp, uuid } from '../shared.ts';

/**
 * Why nobody was signed in when the browser came back from the OpenID provider. The address of the sign-in page then has one of these
 * words as `openid`.
 *
 * @example
 * ```ts
 * import type { OpenIdFailure } from '@tessera/contract/console';
 *
 * const failure: OpenIdFailure = 'denied';
 * ```
 */
export type OpenIdFailure =
  | 'denied'
  | 'ended'
  | 'expired'
  | 'factors'
  | 'link'
  | 'refused'
  | 'stale'
  | 'taken'
  | 'unknown'
  | 'unreachable';

/** Where the page goes, so that a person signs in there. */
export const ProviderAddress = z.object({ url: z.string().describe('An address of the provider, to go to at once.') });

/** An account at an OpenID provider that an operator signs in with. */
export const IdentityEntry = z.object({
  id: uuid,
  name: z.string().describe('What the provider called the account when it was linked, such as an e-mail address.'),
  issuer: z.string().describe('The provider, as its tokens name it.'),
  subject: z.string().describe('The account, as the provider names it. It is never given to somebody else.'),
  created_at: timestamp,
  last_used_at: timestamp.nullable(),
});

/** Accounts at an OpenID provider, the oldest first. */
export const IdentityList = z.object({ data: z.array(IdentityEntry) });
