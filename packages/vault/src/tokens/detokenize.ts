import type { Caller } from '../access/authenticate.ts';
import type { Use } from '../access/privacy.ts';
import type { Context } from '../context.ts';
import type { Effort } from '../effort/effort.ts';
import type { Expression, Json, Scope } from '../expressions/expression.ts';
import { idFromText } from '../ids.ts';
import { ApiError } from '../problem.ts';
import type { Services } from '../services.ts';
import { auditToken } from './audit-token.ts';
import { compileFor } from './evaluate.ts';
import { findToken } from './queries.ts';
import { open, openCost } from './seal.ts';
import type { Token } from './token.ts';

/** Different tokens that one request may use (API reference, Detokenization). */
const most = 100;

/** Characters of templates and `{{ }}` in them; a body is at most a megabyte, and a token may stand in it more than once. */
const limits = { template: 1_100_000, outputs: 1000, nesting: 64 };

/** Compiles a template whose `{{ }}` name tokens: `{{ id | json: '$.number' }}`. Throws `ExpressionError`. */
export const compileReferences = (
  effort: Effort,
  template: Json,
  encode?: (text: string) => string,
): Promise<Expression> =>
  compileFor(effort, template, { heads: 'reference', variables: [], limits, ...(encode && { encode }) });

/** Repeats ids only: a reference that is no UUID may be a value that somebody put in the wrong place. */
const named = (references: readonly string[]): string =>
  references.map((reference) => (idFromText(reference) ? reference : 'one that is no UUID')).join(', ');

/** Tokens that a request uses, with their data by the names under which the request knows them. */
export interface Used {
  scope: Scope;
  tokens: readonly Token[];
}

/**
 * Finds and opens what templates refer to. Throws 400 for more tokens than one request may use and for those that do not exist
 * (any more), 403 for those whose classification the caller may not use so.
 */
export const openReferences = async (
  { store, keyring, clock }: Pick<Services, 'store' | 'keyring' | 'clock'>,
  { caller, effort }: Pick<Context, 'caller' | 'effort'>,
  use: Use,
  expressions: readonly Expression[],
): Promise<Used> => {
  const references = [...new Set(expressions.flatMap(({ variables }) => variables.map(({ name }) => name)))];
  if (references.length > most) {
    throw new ApiError(
      'validation',
      `One request may use at most ${most} tokens; this one names ${references.length}.`,
    );
  }
  const now = clock();
  const found = await Promise.all(references.map((reference) => findToken(store, caller.tenantId, reference, now)));
  const unknown = references.filter((_, place) => !found[place]);
  if (unknown.length > 0) {
    const detail = `Failed to detokenize some tokens: ${named(unknown)}. Tokens were not found.`;
    throw new ApiError('unknown-tokens', detail);
  }
  const tokens = found.filter((token) => token !== undefined);
  const needed = new Set(tokens.map(({ privacy }) => `token:${privacy.classification}:use:${use}`));
  const missing = [...needed].filter((permission) => !caller.permissions.has(permission));
  if (missing.length > 0) throw new ApiError('forbidden', `This needs the permission ${missing.join(' and ')}.`);
  const keys = keyring.tenant(caller.tenantId);
  const opened: Json[] = [];
  for (const token of tokens) {
    effort.occupy(token.data.box.byteLength);
    await effort.reserve(openCost(token));
    opened.push(open(keys, token, now));
  }
  return {
    scope: Object.fromEntries(references.map((reference, place) => [reference, opened[place] ?? null])),
    tokens: [...new Map(tokens.map((token) => [token.id, token])).values()],
  };
};

/** Says which tokens are used, and where they go; durable when it resolves, so it comes before anything leaves. */
export const auditUse = async (
  services: Services,
  caller: Caller,
  use: Use,
  tokens: readonly Token[],
  destination?: string,
): Promise<void> => {
  if (tokens.length === 0) return;
  await services.store.commit(
    tokens.map((token) => auditToken(services, token, 'use', caller.applicationId, destination)),
  );
  await services.active.add(tokens);
  for (const { type } of tokens) services.metrics.tokenUsed(type, use);
};
