import { rulesOf, sees } from '../access/access.ts';
import type { Caller, Identified } from '../access/authenticate.ts';
import { actorOf } from '../access/origin.ts';
import { type Disclosure, restrict } from '../access/privacy.ts';
import type { Context } from '../context.ts';
import { ApiError } from '../problem.ts';
import type { Services } from '../services.ts';
import { auditRead, markRead } from './audit-token.ts';
import { tooMuchWork } from './expression-errors.ts';
import { findToken } from './queries.ts';
import { openCost, openLasting } from './seal.ts';
import { allOf, type Condition } from './search/condition.ts';
import type { Cursor } from './search/cursor.ts';
import { findTokens, type Placed, type Search } from './search/find-tokens.ts';
import { reachable } from './search/reachable.ts';
import { shownToken } from './shown-token.ts';
import type { Token } from './token.ts';
import { type Disclosed, disclosedToken, isMasked } from './view.ts';

/** A token a caller may see, with what it sees of it. */
export interface Reading extends Disclosed {
  token: Token;
  how: Disclosure;
}

export const tokenNotFound = () => new ApiError('not-found', 'There is no token with this id, or you may not see it.');

/** What a caller sees of a token. */
export type Decide = (caller: Identified, token: Token) => Disclosure;

export const asPermitted: Decide = (caller, token) => sees(caller, 'read', token, isMasked(token));

/** What a caller sees of a token that a search has found. */
const asSearched: Decide = (caller, token) => sees(caller, 'search', token, isMasked(token));

/**
 * For the deprecated `decrypt` endpoints: plaintext only of tokens of type `token` that did not arrive encrypted
 * (docs/architecture.md §3.4).
 */
export const asDecrypted: Decide = (caller, token) => {
  const how = asPermitted(caller, token);
  const opens = token.type === 'token' && token.encryption === undefined;
  return how === 'reveal' && !opens ? restrict(token.privacy.restrictionPolicy, isMasked(token)) : how;
};

/** Who reads, and at the expense of which request. */
export type Reader = Pick<Context, 'caller' | 'effort' | 'saw'>;

const read = async (
  services: Services,
  { caller, effort }: Reader,
  token: Token,
  how: Disclosure,
): Promise<Reading> => {
  if (how !== 'redact') await effort.reserve(openCost(token));
  // Verification codes are for payments, and never for showing to anybody again (PCI DSS 3.3.1).
  if (caller.session && how === 'reveal') {
    return { token, how, data: openLasting(services.keyring.tenant(caller.tenantId), token), details: {} };
  }
  return { token, how, ...(await disclosedToken(services, token, how, effort)) };
};

/**
 * Writes one audit row per token. Those of plaintext are durable before the answer; the others may wait (docs/architecture.md
 * §5.4).
 */
export const auditReadings = async (
  services: Services,
  { caller, saw }: Pick<Reader, 'caller' | 'saw'>,
  readings: readonly Reading[],
  by: 'read' | 'search' = 'read',
): Promise<void> => {
  const plain = readings.filter(({ how }) => how === 'reveal');
  if (plain.length > 0)
    await services.store.commit(plain.map(({ token }) => auditRead(services, token, actorOf(caller))));
  const others = readings.filter(({ how }) => how !== 'reveal');
  await services.reads.add(others.map(({ token }) => markRead(services, token, actorOf(caller))));
  await services.active.add(readings.map(({ token }) => token));
  for (const { token, how } of readings) {
    services.metrics.tokenRead(token.type, how);
    saw?.(shownToken(token, 'read', [by], how !== 'reveal'), how === 'reveal' ? token.cvc?.expiresAt : undefined);
  }
};

/** A token that the caller may see, for whatever reason it is looked for. Throws 404, also when it is hidden. */
export const findVisible = async (
  services: Pick<Services, 'store' | 'clock'>,
  reader: Reader,
  id: string,
): Promise<Token> => {
  const token = await findToken(services, reader, id);
  if (!token || asPermitted(reader.caller, token) === 'hide') throw tokenNotFound();
  return token;
};

/**
 * One token. Throws 404 when it is not there, hidden, or of another type than the endpoint is about, and does not say which.
 */
export const readToken = async (
  services: Services,
  reader: Reader,
  id: string,
  only?: readonly Token['type'][],
  decide = asPermitted,
): Promise<Reading> => {
  const { caller } = reader;
  const token = await findToken(services, reader, id);
  if (!token || (only && !only.includes(token.type))) throw tokenNotFound();
  const how = decide(caller, token);
  if (how === 'hide') throw tokenNotFound();
  const reading = await read(services, reader, token, how);
  await auditReadings(services, reader, [reading]);
  return reading;
};

/** Tokens that were found by what a request names, as the caller sees them; audited when it resolves. */
export const readEach = async (services: Services, reader: Reader, tokens: readonly Token[]): Promise<Reading[]> => {
  const readings: Reading[] = [];
  for (const token of tokens) readings.push(await read(services, reader, token, asPermitted(reader.caller, token)));
  await auditReadings(services, reader, readings);
  return readings;
};

/** Tokens as they are listed: a page of them, how many there are, and where the next page starts. */
export interface Readings extends Placed {
  readings: Reading[];
}

/** Which page of a list is wanted: the tokens behind a cursor, or those behind so many others. */
export interface Slice {
  limit: number;
  offset: number;
  cursor?: Cursor | undefined;
  /** Nobody asks how many there are. */
  uncounted?: boolean;
}

const tooMuchForPage = (error: unknown): never => {
  if (!(error instanceof ApiError && error.type === 'too-much-work')) throw error;
  throw tooMuchWork('size', 'The masks of so many tokens are more work than one request may ask for.');
};

/** How tokens are looked for: in a list, or by a search. */
export interface Looking {
  condition: Condition;
  by: 'read' | 'search';
  /** In place of what the caller's rules say of each. */
  decide?: Decide | undefined;
}

/** What is looked for in the store, for a page. What the caller may see stands beside what it asks, so that nothing in that can widen it. */
export const searchOf = (
  { clock }: Pick<Services, 'clock'>,
  caller: Caller,
  { condition, by }: Pick<Looking, 'condition' | 'by'>,
  slice: Slice,
): Search => ({
  tenantId: caller.tenantId,
  now: clock(),
  condition: allOf([reachable(rulesOf(caller), by), condition]),
  ...slice,
  cursor: slice.cursor,
});

/** A token of a page as the caller sees it; it is not audited yet. */
export const readInPage = async (
  services: Services,
  reader: Reader,
  token: Token,
  how: Disclosure,
): Promise<Reading> => {
  // What a page may open is bounded by its size; what masks make of it is not.
  reader.effort.extend(openCost(token));
  return await read(services, reader, token, how).catch(tooMuchForPage);
};

/**
 * Notes a search whose page lies behind all that it found: that something was found tells that the value that was looked for is there.
 */
const auditHit = async (services: Services, { caller, effort }: Reader, search: Search): Promise<void> => {
  const { tokens } = await findTokens(services.store, effort, { ...search, offset: 0, limit: 1, cursor: undefined });
  const plain = tokens.filter((token) => asSearched(caller, token) === 'reveal');
  if (plain.length > 0) await services.store.commit(plain.map((token) => auditRead(services, token, actorOf(caller))));
  const others = tokens.filter((token) => !plain.includes(token));
  await services.reads.add(others.map((token) => markRead(services, token, actorOf(caller))));
};

/** A page of the tokens that meet a condition and that a caller may see, newest first. */
export const readTokens = async (
  services: Services,
  reader: Reader,
  { condition, by, decide = by === 'search' ? asSearched : asPermitted }: Looking,
  slice: Slice,
): Promise<Readings> => {
  const { caller, effort } = reader;
  const search = searchOf(services, caller, { condition, by }, slice);
  const { tokens, ...found } = await findTokens(services.store, effort, search);
  const readings: Reading[] = [];
  for (const token of tokens) readings.push(await readInPage(services, reader, token, decide(caller, token)));
  await auditReadings(services, reader, readings, by);
  if (by === 'search' && readings.length === 0 && found.total > 0) await auditHit(services, reader, search);
  return { ...found, readings };
};
