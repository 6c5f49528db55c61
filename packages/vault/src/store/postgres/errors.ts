import { DatabaseError } from 'pg';
import { StoreError, type StoreErrorCode } from '../errors.ts';

/**
 * What SQLSTATE codes or their classes mean for us (PostgreSQL documentation, appendix A); the longest match counts. All others
 * are about the statement.
 */
const meanings: Readonly<Record<string, readonly [StoreErrorCode, string]>> = {
  '08': ['unavailable', 'cannot be reached'],
  '25006': ['unavailable', 'takes no writes: it is a standby, or read-only'],
  '25P03': ['unavailable', 'ended a transaction that stood still'],
  '28': ['unavailable', 'does not let this user in'],
  '3D': ['unavailable', 'does not exist'],
  '40001': ['busy', 'was changed by others again and again'],
  '40P01': ['busy', 'was locked by others again and again'],
  '55P03': ['busy', 'was locked by others for too long'],
  '53': ['busy', 'has no room for more connections or work'],
  '53100': ['full', 'could not grow: the disk of the server is full'],
  '57': ['unavailable', 'is starting or stopping'],
  '57014': ['busy', 'took too long'],
  '42501': ['unwritable', 'does not allow this user to do that'],
  '58': ['unwritable', 'could not be read or written by its server'],
  XX: ['damaged', 'met an error inside its server'],
};

const meaning = (code: string) => meanings[code] ?? meanings[code.slice(0, 2)];

/** The SQLSTATE of an error that the server sent. */
export const stateOf = (error: unknown): string | undefined =>
  error instanceof DatabaseError && error.code?.length === 5 ? error.code : undefined;

/*
 * Codes decide, not the severity that comes with them: that is told in the language of the server.
 */

/** Whether an answer to `commit` means that nothing was kept: a conflict, a constraint, a wait given up. */
export const isUndone = (error: unknown): boolean => /^(23|40|55|25P02|57014)/.test(stateOf(error) ?? '');

/** Whether the server ended the session in answer to a statement: then nothing of the transaction is kept. */
export const isDismissal = (error: unknown): boolean => /^(08|57P0|25P03)/.test(stateOf(error) ?? '');

const brokenCodes = new Set(['ECONNRESET', 'EPIPE']);
const brokenWords = /^(Connection terminated unexpectedly|Client has encountered a connection error)/;

/** Whether a connection that had been good was lost, so that another one may be. */
export const isBroken = (error: unknown): boolean =>
  isDismissal(error) ||
  (error instanceof Error &&
    (brokenWords.test(error.message) || ('code' in error && brokenCodes.has(String(error.code)))));

/** Whether a kept plan no longer fits the tables, because somebody migrated them meanwhile. */
export const isStalePlan = (error: unknown): boolean =>
  stateOf(error) === '0A000' && error instanceof DatabaseError && error.routine === 'RevalidateCachedQuery';

/**
 * What PgBouncer says of a connection, always under 08P01, and what helps. Other messages of that kind may name a user and are not
 * repeated.
 */
const pooler: readonly (readonly [says: RegExp, helps: string])[] = [
  [/^unsupported startup parameter/, 'take "options" out of the URL'],
  [/^bouncer config error$/, 'name the database under [databases] in its configuration'],
  [/^no more connections allowed \(max_client_conn\)$/, 'raise max_client_conn'],
  [/^query_wait_timeout$/, 'all its connections are in use, so raise default_pool_size'],
  [/^transaction blocks not allowed in statement pooling mode$/, 'set pool_mode = session'],
  [/^(pgbouncer cannot connect to server|server login (has been failing|failed))/, 'look whether its server is there'],
];

const poolerSays = ({ message }: DatabaseError): string | undefined => {
  for (const [says, helps] of pooler) {
    const [words] = says.exec(message) ?? [];
    if (words !== undefined) return `PgBouncer says "${words}": ${helps}`;
  }
  return undefined;
};

/** What `pg` says without a code where there is something to be done about it. */
const advice: readonly (readonly [says: RegExp, means: string])[] = [
  [/does not support SSL/, 'its server does not speak TLS; sslmode=disable in the URL allows that'],
  [/^Query read timeout/, 'no answer in time, from its server or from a pooler in between'],
  [/^SASL/, 'its server asks for another password, or for one at all'],
];

/** What the pool says where every connection is in use. */
const noneFree = /^timeout exceeded when trying to connect/;

/** Why a connection could not be had or broke, for people; never the message, which may name a user. */
const reason = (error: unknown): string => {
  if (!(error instanceof Error)) return 'no answer';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return advice.find(([says]) => says.test(error.message))?.[1] ?? 'no answer';
};

/** What the server says of a statement without the values it quotes: those of class 42 are about our text alone. */
const refusal = (error: DatabaseError, state: string): string => {
  if (state.startsWith('42')) return `${error.message} (${state}).`;
  const place = [error.table, error.column, error.constraint].filter((part) => part !== undefined).join(', ');
  return `The statement was refused (${state}${place === '' ? '' : `: ${place}`}).`;
};

/** An error of `pg` in words; `where` names the database. Never holds a parameter, a password or a row. */
export const storeError = (error: unknown, where: string): StoreError => {
  if (error instanceof StoreError) return error;
  const state = stateOf(error);
  if (error instanceof DatabaseError && state !== undefined) {
    const words = state === '08P01' ? poolerSays(error) : undefined;
    if (words !== undefined) return new StoreError('unavailable', `${where} cannot be reached. ${words} (${state}).`);
    const [code, says] = meaning(state) ?? [];
    if (code !== undefined) return new StoreError(code, `${where} ${says} (${state}).`);
    return new StoreError('refused', refusal(error, state));
  }
  if (error instanceof Error && noneFree.test(error.message)) {
    return new StoreError(
      'busy',
      `${where} was asked for more at a time than it answers: no connection of this process became free.`,
    );
  }
  return new StoreError('unavailable', `${where} cannot be reached (${reason(error)}).`);
};
