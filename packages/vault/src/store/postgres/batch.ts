import type { Client, QueryConfig } from 'pg';
import { StoreError } from '../errors.ts';
import type { Outcome } from '../outcome.ts';
import type { Statement, Write } from '../port.ts';
import { isDismissal, isUndone, stateOf, storeError } from './errors.ts';
import { guardFailed, type Statements } from './statements.ts';

/** A connection, and the names of the statements it has prepared. */
export interface Connection {
  client: Client;
  prepared: Set<string>;
}

/** What came back for one message: the command it ended with, or why not. */
type Answer = { command: string } | { error: unknown };

/** Errors after which the same write may succeed: others were quicker, or the transaction had failed before its turn came. */
const passing = new Set(['40001', '40P01', '55P03', '25P02']);

const failed = ({ code, message }: StoreError): Outcome => ({ kept: false, error: { code, message } });

const again = (error: unknown, where: string): Outcome => {
  const { code, message } = storeError(error, where);
  return { kept: false, again: { code, message } };
};

const outcomeOf = (write: Write, answers: readonly Answer[], where: string): Outcome => {
  // What follows the first error says only that there was one.
  for (const [index, answer] of answers.entries()) {
    if (!('error' in answer)) continue;
    const state = stateOf(answer.error) ?? '';
    const guard = write[index]?.guard;
    if (guard !== undefined && state === guardFailed) return { kept: false, otherwise: guard.otherwise };
    return passing.has(state) ? again(answer.error, where) : failed(storeError(answer.error, where));
  }
  return { kept: true };
};

/** The queries of a write, or why they cannot be made. */
const queriesOf = (write: Write, statements: Statements): QueryConfig[] | StoreError => {
  try {
    return write.map((statement: Statement) => statements.guarded(statement));
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
};

/** Why a batch has no outcome. Only a session that was ended before the end of its transaction has certainly kept nothing. */
const lost = (error: unknown, before: readonly Answer[], where: string): StoreError => {
  for (const answer of before) {
    if ('error' in answer && isDismissal(answer.error)) return storeError(answer.error, where);
  }
  const { message } = storeError(error, where);
  return new StoreError('closed', `The connection broke: ${message} This write may or may not have been kept.`);
};

/**
 * Runs writes in one transaction, sent whole before the first answer is awaited: one round trip, one sync. Guards fail on the
 * server. Each write stands in a savepoint, so that one that fails is undone alone.
 *
 * A pipeline cannot branch, so every write ends in three commands that do the right thing in either case: when all went well,
 * `release` and `savepoint` move the savepoint behind the write and `rollback to` undoes nothing; when not, the first two
 * are refused, as everything is in a failed transaction, and `rollback to` undoes the write.
 */
export const runBatch = async (
  { client, prepared }: Connection,
  statements: Statements,
  writes: readonly Write[],
  where: string,
): Promise<Outcome[]> => {
  const queries = writes.map((write) => queriesOf(write, statements));
  const sent: Promise<Answer>[] = [];
  const preparing = new Set<string>();
  const ask = ({ name, ...query }: QueryConfig): Promise<Answer> => {
    // Who comes second in a pipeline cannot count on the first: it may fail before it has prepared the text.
    const mayName = name !== undefined && (prepared.has(name) || !preparing.has(name));
    if (mayName) preparing.add(name);
    const answer = client.query(mayName ? { ...query, name } : query).then(
      ({ command }) => {
        if (mayName) prepared.add(name);
        return { command };
      },
      (error: unknown) => ({ error }),
    );
    sent.push(answer);
    return answer;
  };

  const alone = writes.length === 1;
  const { stream } = client.connection;
  stream.cork();
  ask({ text: alone ? 'begin' : 'begin; savepoint w' });
  const asked = queries.map((query) => {
    if (query instanceof StoreError) return query;
    const answers = Promise.all(query.map(ask));
    if (!alone) {
      ask({ text: 'release w; savepoint w' });
      ask({ text: 'rollback to w' });
    }
    return answers;
  });
  const ending = ask({ text: 'commit' });
  stream.uncork();

  const end = await ending;
  if ('error' in end && !isUndone(end.error)) {
    const before = (await Promise.all(sent)).slice(0, -1);
    throw lost(end.error, before, where);
  }
  const kept = 'command' in end && end.command === 'COMMIT';
  const answered = await Promise.all(asked);
  return answered.map((answers, index): Outcome => {
    if (answers instanceof StoreError) return failed(answers);
    const outcome = outcomeOf(writes[index] ?? [], answers, where);
    if (kept || !outcome.kept) return outcome;
    // Its own statements went well, yet the whole was undone.
    return again('error' in end ? end.error : undefined, where);
  });
};
