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
import { asPermitted, type Reader, readEach } from './reader.ts';
import { open, openCost } from './seal.ts';
import type { Token } from './token.ts';

/** Different tokens that one request may use (API reference, Detokenization). */
const most = 100;

const lengthOf = (data: Json): number => JSON.stringify(data).length;

/** Bytes of data that references in one document stand for, each as often as it stands there: what an answer can grow to. */
const mostShown = 2 * 1024 * 1024;

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

/** Each token once: a request may name one by its id and by its alias. */
const distinct = (tokens: readonly Token[]): Token[] => [...new Map(tokens.map((token) => [token.id, token])).values()];

const assertHeld = ({ permissions }: Caller, needed: Iterable<string>): void => {
  const missing = [...new Set(needed)].filter((permission) => !permissions.has(permission));
  if (missing.length > 0) throw new ApiError('forbidden', `This needs the permission ${missing.join(' and ')}.`);
};

/**
 * The tokens that templates refer to, by the names under which they do. Throws 400 for more tokens than one request may use and for
 * those that do not exist (any more).
 */
const findReferenced = async (
  services: Pick<Services, 'store' | 'clock'>,
  reader: Pick<Context, 'caller' | 'effort'>,
  expressions: readonly Expression[],
): Promise<{ references: readonly string[]; tokens: readonly Token[] }> => {
  const references = [...new Set(expressions.flatMap(({ variables }) => variables.map(({ name }) => name)))];
  if (references.length > most) {
    throw new ApiError(
      'validation',
      `One request may use at most ${most} tokens; this one names ${references.length}.`,
    );
  }
  const found: (Token | undefined)[] = [];
  // One after the other: together, a hundred large ones would be read before there is room for them.
  for (const reference of references) found.push(await findToken(services, reader, reference));
  const unknown = references.filter((_, place) => !found[place]);
  if (unknown.length > 0) {
    const detail = `Failed to detokenize some tokens: ${named(unknown)}. Tokens were not found.`;
    throw new ApiError('unknown-tokens', detail);
  }
  return { references, tokens: found.filter((token) => token !== undefined) };
};

/**
 * Finds and opens what templates refer to. Throws 400 for more tokens than one request may use and for those that do not exist
 * (any more), 403 for those whose classification the caller may not use so.
 */
export const openReferences = async (
  services: Pick<Services, 'store' | 'keyring' | 'clock'>,
  { caller, effort }: Pick<Context, 'caller' | 'effort'>,
  use: Use,
  expressions: readonly Expression[],
): Promise<Used> => {
  const { references, tokens } = await findReferenced(services, { caller, effort }, expressions);
  assertHeld(
    caller,
    tokens.map(({ privacy }) => `token:${privacy.classification}:use:${use}`),
  );
  const keys = services.keyring.tenant(caller.tenantId);
  const now = services.clock();
  const opened: Json[] = [];
  for (const token of tokens) {
    await effort.reserve(openCost(token));
    opened.push(open(keys, token, now));
  }
  return {
    scope: Object.fromEntries(references.map((reference, place) => [reference, opened[place] ?? null])),
    tokens: distinct(tokens),
  };
};

/**
 * Reads what templates refer to, as the caller sees it. Throws 400 as `openReferences` does and for more data than one
 * answer may hold, and 403 for tokens of which the caller sees no data.
 */
export const readReferences = async (
  services: Services,
  reader: Reader,
  expressions: readonly Expression[],
): Promise<Scope> => {
  const { caller } = reader;
  const { references, tokens } = await findReferenced(services, reader, expressions);
  const closed = tokens.filter((token) => ['hide', 'redact'].includes(asPermitted(caller, token)));
  assertHeld(
    caller,
    closed.map(({ privacy }) => `token:${privacy.classification}:read:${privacy.impactLevel}`),
  );
  const assertShort = (bytesOf: (reference: string) => number): void => {
    const places = expressions.flatMap(({ variables }) => variables);
    if (places.reduce((bytes, { name }) => bytes + bytesOf(name), 0) <= mostShown) return;
    throw new ApiError('validation', `References may stand for at most ${mostShown} bytes of data in one document.`);
  };
  const token = new Map(references.map((reference, place) => [reference, tokens[place]]));
  assertShort((reference) => token.get(reference)?.data.box.byteLength ?? 0);
  const readings = await readEach(services, reader, distinct(tokens));
  // A mask can make more of a value than it was.
  const shown = new Map(readings.map(({ token: { id }, data = null }) => [id, { data, length: lengthOf(data) }]));
  const shownAs = (reference: string) => shown.get(token.get(reference)?.id ?? '');
  assertShort((reference) => shownAs(reference)?.length ?? 0);
  return Object.fromEntries(references.map((reference) => [reference, shownAs(reference)?.data ?? null]));
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
