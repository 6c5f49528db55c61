import { lifetime } from '../idempotency/answers.ts';
import { idFromText, idToText } from '../ids.ts';
import { idColumn, insertInto } from '../store/columns.ts';
import type { Reads, Statement } from '../store/port.ts';

/** Milliseconds within which a reaction that was accepted begins, and ends after it has begun. Together they are five minutes. */
const beginsWithin = 180_000;
const endsWithin = 120_000;

/** A reaction that was accepted: whose it is. Ids are UUID text. */
export interface AsyncReaction {
  tenantId: string;
  id: string;
  reactorId: string;
}

/**
 * `waiting` and `running` reactions live in the memory of the process that accepted them, and nobody else ever runs them. So one whose
 * deadline has passed was lost with its process.
 */
export type ReactionState = 'waiting' | 'running' | 'ended';

/** What stands for "its time is over, or its reactor was deleted" when a write comes back. */
export const reactionOver = 'reaction-over';

export const insertReaction = ({ tenantId, id, reactorId }: AsyncReaction, now: number): Statement =>
  insertInto('reactions', {
    ...{ tenant_id: idColumn(tenantId), id: idColumn(id), reactor_id: idColumn(reactorId) },
    ...{ state: 'waiting', deadline: now + beginsWithin, expires_at: now + beginsWithin + endsWithin + lifetime },
  });

const move = (
  { tenantId, id }: AsyncReaction,
  state: ReactionState,
  { deadline, from, now }: { deadline: number; from: readonly ReactionState[]; now: number },
): Statement => ({
  sql: `update reactions set state = ?, deadline = ?
    where tenant_id = ? and id = ? and state in (${from.map(() => '?').join(', ')}) and deadline > ?`,
  parameters: [state, deadline, idColumn(tenantId), idColumn(id), ...from, now],
  guard: { changes: 1, otherwise: reactionOver },
});

/** Says that a reaction begins: from then on it may have had effects. It fails where that is too late. */
export const beginReaction = (reaction: AsyncReaction, now: number): Statement =>
  move(reaction, 'running', { deadline: now + endsWithin, from: ['waiting'], now });

/** Says that a reaction has ended; belongs into the write that keeps its result. It fails where callers were told otherwise. */
export const endReaction = (reaction: AsyncReaction, now: number): Statement =>
  move(reaction, 'ended', { deadline: now, from: ['waiting', 'running'], now });

/** Says that a reaction that waits will never begin. */
export const abandonReaction = (reaction: AsyncReaction, now: number): Statement =>
  move(reaction, 'waiting', { deadline: now, from: ['waiting'], now });

/** How far a reaction of a reactor is. `id` may be any text. */
export const findReaction = async (
  store: Reads,
  { tenantId, id, reactorId }: AsyncReaction,
  now: number,
): Promise<(AsyncReaction & { state: ReactionState; deadline: number }) | undefined> => {
  const uuid = idFromText(id);
  if (!uuid) return undefined;
  const [row] = await store.rows<{ state: ReactionState; deadline: number }>(
    'select state, deadline from reactions where tenant_id = ? and id = ? and reactor_id = ? and expires_at > ?',
    [idColumn(tenantId), uuid, idColumn(reactorId), now],
  );
  return row && { tenantId, id: idToText(uuid), reactorId, ...row };
};

/** How many reactions of a tenant wait, run or have a result that is kept, counted up to a bound. */
export const countReactions = async (store: Reads, tenantId: string, most: number): Promise<number> => {
  const [row] = await store.rows<{ n: number }>(
    'select count(*) as n from (select 1 from reactions where tenant_id = ? limit ?) as found',
    [idColumn(tenantId), most],
  );
  return Number(row?.n ?? 0);
};

/** Deletes the reactions of a reactor with it: the results of those that still run are not kept. */
export const deleteReactions = ({ tenantId, id }: { tenantId: string; id: string }): Statement => ({
  sql: 'delete from reactions where tenant_id = ? and reactor_id = ?',
  parameters: [idColumn(tenantId), idColumn(id)],
});

/** Deletes reactions whose results have ended. */
export const endedReactions = (now: number): Statement => ({
  sql: 'delete from reactions where expires_at <= ?',
  parameters: [now],
});
