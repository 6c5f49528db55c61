import type { Caller } from '../access/authenticate.ts';
import { isPageKey } from '../access/page-keys.ts';
import { ApiError, type PropertyErrors } from '../problem.ts';
import type { Services } from '../services.ts';

/** Expressions over the data. An operator may let pages send them, who then trusts every script on those pages. */
const expressions = ['mask', 'fingerprint_expression', 'search_indexes'] as const;

type Request = { readonly [Name in (typeof expressions)[number] | 'deduplicate_token']?: unknown };

/**
 * Refuses what a key that stands on a web page may not ask for: each would let its holder test a value typed by someone else
 * (docs/architecture.md §2.8). Throws 403.
 */
export const assertNoOracle = (
  { elementsExpressions }: Pick<Services, 'elementsExpressions'>,
  caller: Caller,
  request: Request,
  at: readonly string[],
): void => {
  if (!isPageKey(caller)) return;
  const refused = [...(elementsExpressions ? [] : expressions), 'deduplicate_token'] as const;
  const asked = refused.filter((name) => {
    const value = request[name];
    return value !== undefined && value !== false && value !== null;
  });
  if (asked.length === 0) return;
  const errors: PropertyErrors = Object.fromEntries(
    asked.map((name) => [[...at, name].join('.'), [`Not allowed with an API key of type ${caller.type}.`]]),
  );
  throw new ApiError('elements-key-restricted', 'Send this with a server_to_server key instead.', { errors });
};
