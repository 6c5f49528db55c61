import { type ApprovalAct, approvalActs } from '@tessera/contract/console';
import { idFromText, idToText } from '../ids.ts';
import { validity } from '../keys/dual-control/proposals.ts';
import type { Keyring } from '../keys/port.ts';
import { columnId, idColumn, updateWhere } from '../store/columns.ts';
import { oneAfterTheOther } from '../store/one-after-the-other.ts';
import type { Reads, Statement } from '../store/port.ts';
import { isSameMark, markOf } from './mark.ts';

/** Milliseconds in which something has to be approved and carried out: as long as for acts on keys on the command line. */
export const approvalLife = validity;

/** Milliseconds for which it is listed after that. */
const keptLife = 30 * 24 * 60 * 60_000;

/** What stands in lists, at most, and may wait at the same time in a tenant. */
const most = { listed: 100, waiting: 50 };

export type Decision = 'approved' | 'refused';

/** What one operator wants to do and another one has to approve. Ids are UUID text, times milliseconds. */
export interface Approval {
  id: string;
  tenantId: string;
  act: ApprovalAct;
  /** What it is done to: the id of a token, or that of the tenant. */
  subject: string;
  reason: string;
  askedBy: string;
  askedAt: number;
  expiresAt: number;
  decision: Decision | undefined;
  decidedBy: string | undefined;
  decidedAt: number | undefined;
  doneAt: number | undefined;
}

interface Row {
  id: Uint8Array;
  tenant_id: Uint8Array;
  act: string;
  subject: string;
  reason: string;
  asked_by: Uint8Array;
  asked_at: number;
  expires_at: number;
  decision: string | null;
  decided_by: Uint8Array | null;
  decided_at: number | null;
  done_at: number | null;
  mac: Uint8Array;
}

const columns =
  'id, tenant_id, act, subject, reason, asked_by, asked_at, expires_at, decision, decided_by, decided_at, done_at, mac';

const macOf = (keyring: Keyring, approval: Approval): Uint8Array => {
  const { id, tenantId, act, subject, reason, askedBy, askedAt, expiresAt } = approval;
  const { decision, decidedBy, decidedAt, doneAt } = approval;
  return markOf(keyring, 'approval', [
    ...[id, tenantId, act, subject, reason, askedBy, askedAt, expiresAt],
    ...[decision, decidedBy, decidedAt, doneAt],
  ]);
};

/** What a row says; `undefined` for one that the vault did not write. */
const approvalOf = (keyring: Keyring, row: Row): Approval | undefined => {
  const act = approvalActs.find((each) => each === row.act);
  if (act === undefined) return undefined;
  const approval: Approval = {
    ...{ id: idToText(row.id), tenantId: idToText(row.tenant_id), act, subject: row.subject, reason: row.reason },
    ...{ askedBy: idToText(row.asked_by), askedAt: row.asked_at, expiresAt: row.expires_at },
    decision: row.decision === 'approved' || row.decision === 'refused' ? row.decision : undefined,
    decidedBy: columnId(row.decided_by),
    decidedAt: row.decided_at ?? undefined,
    doneAt: row.done_at ?? undefined,
  };
  return isSameMark(macOf(keyring, approval), row.mac) ? approval : undefined;
};

const read = async (reads: Reads, keyring: Keyring, rest: string, parameters: Parameters<Reads['rows']>[1]) =>
  (await reads.rows<Row>(`select ${columns} from operator_approvals where ${rest}`, parameters)).flatMap(
    (row) => approvalOf(keyring, row) ?? [],
  );

/** Those of a tenant, the newest first. */
export const approvalsOf = (reads: Reads, keyring: Keyring, tenantId: string): Promise<Approval[]> =>
  read(reads, keyring, `tenant_id = ? order by asked_at desc, id desc limit ${most.listed}`, [idColumn(tenantId)]);

/** One of a tenant. `id` may be any text. */
export const findApproval = async (
  reads: Reads,
  keyring: Keyring,
  { tenantId, id }: { tenantId: string; id: string },
): Promise<Approval | undefined> => {
  const key = idFromText(id);
  return key && (await read(reads, keyring, 'id = ? and tenant_id = ?', [key, idColumn(tenantId)]))[0];
};

type Wanted = Pick<Approval, 'tenantId' | 'act' | 'subject' | 'askedBy'>;

/** What an operator has asked for in this matter and not carried out yet, as long as it can be. */
export const openApprovals = (
  reads: Reads,
  keyring: Keyring,
  { tenantId, act, subject, askedBy }: Wanted,
  now: number,
): Promise<Approval[]> =>
  read(
    reads,
    keyring,
    'tenant_id = ? and act = ? and subject = ? and asked_by = ? and done_at is null and expires_at > ? order by id',
    [idColumn(tenantId), act, subject, idColumn(askedBy), now],
  );

/** What stands for "it is asked for already, or as many wait as may" when a write comes back. */
export const notAsked = 'not-asked';

/** Keeps what an operator asks for, unless the same is open and not refused, or too much waits in the tenant. */
export const insertApproval = (keyring: Keyring, approval: Approval): Statement[] => {
  const { tenantId, askedBy, askedAt, id, act, subject, reason, expiresAt } = approval;
  const [tenant, by] = [idColumn(tenantId), idColumn(askedBy)];
  const insert: Statement = {
    sql: `insert into operator_approvals (id, tenant_id, act, subject, reason, asked_by, asked_at, expires_at, mac)
      select ?, ?, ?, ?, ?, ?, ?, ?, ? where (
        select count(*) from operator_approvals where tenant_id = ? and decision is null and expires_at > ?
      ) < ${most.waiting} and not exists (
        select 1 from operator_approvals where tenant_id = ? and act = ? and subject = ? and asked_by = ?
          and (decision is null or decision <> 'refused') and done_at is null and expires_at > ?
      )`,
    parameters: [
      ...[idColumn(id), tenant, act, subject, reason, by, askedAt, expiresAt, macOf(keyring, approval)],
      ...[tenant, askedAt],
      ...[tenant, act, subject, by, askedAt],
    ],
    guard: { changes: 1, otherwise: notAsked },
  };
  return [oneAfterTheOther, insert];
};

/** What stands for "it was decided or carried out meanwhile" when a write comes back. */
export const approvalOvertaken = 'approval-overtaken';

/** Writes what has changed of an approval over what was read. */
export const changeApproval = (
  keyring: Keyring,
  approval: Approval,
  changed: Partial<Pick<Approval, 'decision' | 'decidedBy' | 'decidedAt' | 'doneAt'>>,
): Statement => {
  const next = { ...approval, ...changed };
  return {
    ...updateWhere(
      'operator_approvals',
      {
        decision: next.decision ?? null,
        decided_by: idColumn(next.decidedBy),
        decided_at: next.decidedAt ?? null,
        done_at: next.doneAt ?? null,
        mac: macOf(keyring, next),
      },
      { id: idColumn(approval.id), mac: macOf(keyring, approval) },
    ),
    guard: { changes: 1, otherwise: approvalOvertaken },
  };
};

export const forgetApprovals = (now: number): Statement => ({
  sql: 'delete from operator_approvals where expires_at <= ?',
  parameters: [now - keptLife],
});
