import { dataRefusal, rulesOf } from '../access/access.ts';
import type { Caller } from '../access/authenticate.ts';
import { actorOf } from '../access/origin.ts';
import type { Use } from '../access/privacy.ts';
import { type Place, ruleFor, shownBy } from '../access/rules.ts';
import type { Context } from '../context.ts';
import type { Effort } from '../effort/effort.ts';
import type { Expression, Json, Scope } from '../expressions/expression.ts';
import { idFromText } from '../ids.ts';
import { ApiError } from '../problem.ts';
import type { Services } from '../services.ts';
import { auditToken } from './audit-token.ts';
import { compileFor } from './evaluate.ts';
import { auditIntent, findIntent, intentPlace, openWholeIntent, type TokenIntent } from './intents/intent.ts';
import { findToken } from './queries.ts';
import { asPermitted, type Reader, readEach } from './reader.ts';
import { openCost } from './seal.ts';
import type { Token } from './token.ts';
import { type Disclosed, disclosedData, disclosedToken, isMasked, viewToken } from './view.ts';

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

/** The id of a token intent that a reference names: `token_intent: ID`. */
const intentIn = (reference: string): string | undefined => /^token_intent:\s*(.*)$/s.exec(reference)?.[1];

/** The id of a token that a reference names as a whole, with all that an answer shows of it: `token: ID`. */
const wholeIn = (reference: string): string | undefined => /^token:\s*(.*)$/s.exec(reference)?.[1];

/** The id or alias of a token that a reference names. */
const idIn = (reference: string): string => wholeIn(reference) ?? reference;

/** What a reference stands for: the data of a token, or the token with its data in it. */
const standsFor = (reference: string, token: Token, caller: Caller, shown: Disclosed): Json =>
  wholeIn(reference) === undefined
    ? (shown.data ?? null)
    : (JSON.parse(JSON.stringify(viewToken(token, caller, shown))) as Json);

/** Repeats ids only: a reference that is no UUID may be a value that somebody put in the wrong place. */
const named = (references: readonly string[]): string =>
  references
    .map((reference) => (idFromText(intentIn(reference) ?? idIn(reference)) ? reference : 'one that is no UUID'))
    .join(', ');

/** Tokens and token intents that a request uses, with their data by the names under which the request knows them. */
export interface Used {
  scope: Scope;
  tokens: readonly Token[];
  intents: readonly TokenIntent[];
}

/** Each once: a request may name a token by its id and by its alias. */
const distinct = <Kept extends { id: string }>(found: readonly Kept[]): Kept[] => [
  ...new Map(found.map((each) => [each.id, each])).values(),
];

const isToken = (found: Token | TokenIntent): found is Token => 'privacy' in found;

const placeOf = (found: Token | TokenIntent): Place => (isToken(found) ? found : intentPlace(found.type));

/**
 * What templates refer to, by the names under which they do. Throws 400 for more tokens than one request may use and for those that
 * do not exist (any more).
 */
const findReferenced = async <Found>(
  expressions: readonly Expression[],
  find: (reference: string) => Promise<Found | undefined>,
  given: Scope = {},
): Promise<{ references: readonly string[]; found: readonly Found[] }> => {
  const references = [...new Set(expressions.flatMap(({ variables }) => variables.map(({ name }) => name)))].filter(
    (name) => !Object.hasOwn(given, name),
  );
  if (references.length > most) {
    throw new ApiError(
      'validation',
      `One request may use at most ${most} tokens; this one names ${references.length}.`,
    );
  }
  const found: (Found | undefined)[] = [];
  // One after the other: together, a hundred large ones would be read before there is room for them.
  for (const reference of references) found.push(await find(reference));
  const unknown = references.filter((_, place) => !found[place]);
  if (unknown.length > 0) {
    const detail = `Failed to detokenize some tokens: ${named(unknown)}. Tokens were not found.`;
    throw new ApiError('unknown-tokens', detail);
  }
  return { references, found: found.filter((each) => each !== undefined) };
};

/**
 * How each of some tokens and intents is used: in plaintext, or masked where the rule that allows its use masks; intents have no masked
 * form. Throws 403 for those that may not be used, or of which nothing may be shown.
 */
export const usedAs = (
  caller: Caller,
  use: Use,
  found: readonly (Token | TokenIntent)[],
): readonly ('reveal' | 'mask')[] => {
  const rules = rulesOf(caller);
  const shown = found.map((each) => {
    const place = placeOf(each);
    const rule = ruleFor(rules, `use:${use}`, place);
    return rule && shownBy(rule, place, isToken(each) && isMasked(each));
  });
  const refused = found.filter((_, place) => !['reveal', 'mask'].includes(shown[place] ?? 'hide'));
  if (refused.length > 0) throw dataRefusal(caller, `use:${use}`, refused.map(placeOf));
  return shown.flatMap((how) => (how === 'reveal' || how === 'mask' ? [how] : []));
};

/**
 * Finds and opens what templates refer to. Throws 400 for more tokens than one request may use and for those that do not exist
 * (any more), 403 for those whose classification the caller may not use so. Names in `given` refer to no token.
 */
export const openReferences = async (
  services: Pick<Services, 'store' | 'keyring' | 'bins' | 'clock'>,
  { caller, effort }: Pick<Context, 'caller' | 'effort'>,
  use: Use,
  expressions: readonly Expression[],
  given: Scope = {},
): Promise<Used> => {
  const { references, found } = await findReferenced(
    expressions,
    async (reference) => {
      const id = intentIn(reference);
      if (id === undefined) return await findToken(services, { caller, effort }, idIn(reference));
      const intent = await findIntent(services, caller.tenantId, id);
      effort.occupy(intent?.data.box.byteLength ?? 0);
      return intent;
    },
    given,
  );
  const shown = usedAs(caller, use, found);
  const keys = services.keyring.tenant(caller.tenantId);
  const now = services.clock();
  const open = async (each: Token | TokenIntent, place: number): Promise<Json> => {
    await effort.reserve(openCost(each));
    // Of an intent, templates name the data too: `{{ token_intent: ID | json: '$.data.number' }}`.
    if (!isToken(each)) return { data: openWholeIntent(keys, each, now) };
    const how = shown[place] ?? 'hide';
    const reference = references[place] ?? '';
    if (wholeIn(reference) === undefined) return (await disclosedData(keys, each, how, now, effort)) ?? null;
    await effort.reserve(openCost(each));
    return standsFor(reference, each, caller, await disclosedToken(services, each, how, effort));
  };
  const opened: Json[] = [];
  for (const [place, each] of found.entries()) opened.push(await open(each, place));
  return {
    scope: {
      ...given,
      ...Object.fromEntries(references.map((reference, place) => [reference, opened[place] ?? null])),
    },
    tokens: distinct(found.filter(isToken)),
    intents: distinct(found.filter((each): each is TokenIntent => !isToken(each))),
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
  const { references, found: tokens } = await findReferenced(expressions, (name) =>
    findToken(services, reader, idIn(name)),
  );
  const closed = tokens.filter((token) => ['hide', 'redact'].includes(asPermitted(caller, token)));
  if (closed.length > 0) throw dataRefusal(caller, 'read', closed);
  const assertShort = (bytesOf: (reference: string) => number): void => {
    const places = expressions.flatMap(({ variables }) => variables);
    if (places.reduce((bytes, { name }) => bytes + bytesOf(name), 0) <= mostShown) return;
    throw new ApiError('validation', `References may stand for at most ${mostShown} bytes of data in one document.`);
  };
  const token = new Map(references.map((reference, place) => [reference, tokens[place]]));
  assertShort((reference) => token.get(reference)?.data.box.byteLength ?? 0);
  const readings = await readEach(services, reader, distinct(tokens));
  const read = new Map(readings.map((reading) => [reading.token.id, reading]));
  const shownAs = (reference: string): Json => {
    const reading = read.get(token.get(reference)?.id ?? '');
    return reading ? standsFor(reference, reading.token, caller, reading) : null;
  };
  const shown = new Map(references.map((reference) => [reference, shownAs(reference)]));
  // A mask can make more of a value than it was.
  const lengths = new Map([...shown].map(([reference, value]) => [reference, lengthOf(value)]));
  assertShort((reference) => lengths.get(reference) ?? 0);
  return Object.fromEntries(shown);
};

/** Says what is used, and where it goes; durable when it resolves, so it comes before anything leaves. */
export const auditUse = async (
  services: Services,
  caller: Caller,
  use: Use,
  { tokens, intents }: Pick<Used, 'tokens' | 'intents'>,
  destination?: string,
): Promise<void> => {
  if (tokens.length + intents.length === 0) return;
  await services.store.commit([
    ...tokens.map((token) => auditToken(services, token, 'use', actorOf(caller), { destination })),
    ...intents.map(({ id }) => auditIntent(services, caller, 'use', id, destination)),
  ]);
  await services.active.add(tokens);
  for (const { type } of [...tokens, ...intents]) services.metrics.tokenUsed(type, use);
};
