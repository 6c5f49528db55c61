import { idFromText } from '../ids.ts';
import { ApiError } from '../problem.ts';
import type { Services } from '../services.ts';
import { idColumn } from '../store/columns.ts';
import type { Reads, Statement } from '../store/port.ts';

/** Failures of a reactor that are kept: the newest. */
const kept = 20;

/** A run of a reactor that failed, as far as it may be kept: nothing of it is a value. */
export interface Failure {
  failedAt: number;
  status: number;
  /** The type of the problem that was answered. */
  type: string;
  /** A sentence of the vault. */
  detail: string;
  /** By which the log knows the call. */
  trace: string;
}

interface Owner {
  tenantId: string;
  id: string;
}

/** Keeps a failure of a reactor that is still there, in place of the oldest of many. */
const insertFailure = ({ tenantId, id }: Owner, failureId: string, failure: Failure): Statement[] => {
  const owner = [idColumn(tenantId), idColumn(id)];
  const { failedAt, status, type, detail, trace } = failure;
  return [
    {
      sql: `insert into reactor_failures (tenant_id, reactor_id, id, failed_at, status, type, detail, trace)
        select tenant_id, id, ?, ?, ?, ?, ?, ? from reactors where tenant_id = ? and id = ?`,
      parameters: [idColumn(failureId), failedAt, status, type, detail, trace, ...owner],
    },
    {
      sql: `delete from reactor_failures where tenant_id = ? and reactor_id = ? and id not in
        (select id from reactor_failures where tenant_id = ? and reactor_id = ? order by id desc limit ${kept})`,
      parameters: [...owner, ...owner],
    },
  ];
};

/**
 * Keeps what code failed with, where that is a problem and not an answer of its own. What is kept are the sentence of the vault, without what
 * the code said, and how to find the call in the log.
 */
export const noteFailure = async (
  { store, newId, clock }: Pick<Services, 'store' | 'newId' | 'clock'>,
  reactor: Owner,
  trace: string,
  error: unknown,
): Promise<void> => {
  if (!(error instanceof ApiError)) return;
  const { status, type, message: detail } = error;
  // A failure that cannot be kept must not replace the one that is answered.
  await store
    .commit(insertFailure(reactor, newId(), { failedAt: clock(), status, type, detail, trace }))
    .catch(() => undefined);
};

/** The failures of a reactor that are kept, newest first. `id` may be any text. */
export const failuresOf = async (store: Reads, { tenantId, id }: Owner): Promise<Failure[]> => {
  const uuid = idFromText(id);
  if (!uuid) return [];
  const rows = await store.rows<{ failed_at: number; status: number; type: string; detail: string; trace: string }>(
    `select failed_at, status, type, detail, trace from reactor_failures
      where tenant_id = ? and reactor_id = ? order by id desc limit ${kept}`,
    [idColumn(tenantId), uuid],
  );
  return rows.map(({ failed_at: failedAt, ...row }) => ({ ...row, failedAt: Number(failedAt) }));
};

/** Deletes the failures of a reactor with it. */
export const deleteFailures = ({ tenantId, id }: Owner): Statement => ({
  sql: 'delete from reactor_failures where tenant_id = ? and reactor_id = ?',
  parameters: [idColumn(tenantId), idColumn(id)],
});
