import { type KeyObject, sign, verify } from 'node:crypto';
import { idFromText, idToText, type Random, uuid7 } from '../../ids.ts';
import type { Store } from '../../store/port.ts';
import { lengthPrefixed } from '../length-prefixed.ts';
import { needsTwo, type Operator, operatorsOf } from './operators.ts';

/** Milliseconds for which a proposal can be approved and carried out. */
export const validity = 60 * 60_000;

/** An act that one operator has proposed, and another one may have approved. Times are milliseconds since the epoch. */
export interface Proposal {
  id: string;
  /** What is to be done, in words that leave nothing open. */
  act: string;
  proposedBy: string;
  proposedAt: number;
  expiresAt: number;
  signature: Uint8Array;
  approvedBy: string | null;
  approvedAt: number | null;
  approval: Uint8Array | null;
  doneBy: string | null;
  doneAt: number | null;
}

interface Row {
  id: Uint8Array;
  act: string;
  proposed_by: string;
  proposed_at: number;
  expires_at: number;
  signature: Uint8Array;
  approved_by: string | null;
  approved_at: number | null;
  approval: Uint8Array | null;
  done_by: string | null;
  done_at: number | null;
}

const columns =
  'id, act, proposed_by, proposed_at, expires_at, signature, approved_by, approved_at, approval, done_by, done_at';

const proposalOf = (row: Row): Proposal => ({
  id: idToText(row.id),
  act: row.act,
  proposedBy: row.proposed_by,
  proposedAt: row.proposed_at,
  expiresAt: row.expires_at,
  signature: row.signature,
  approvedBy: row.approved_by,
  approvedAt: row.approved_at,
  approval: row.approval,
  doneBy: row.done_by,
  doneAt: row.done_at,
});

/** The last proposals, the newest first. */
export const proposalsOf = async (store: Store, most = 100): Promise<Proposal[]> =>
  (await store.rows<Row>(`select ${columns} from key_proposals order by id desc limit ${most}`)).map(proposalOf);

/** Who signs in which part. What one has signed is no signature of the other, and of no other proposal. */
type Part = 'propose' | 'approve';

const signedBytes = (part: Part, { id, act, expiresAt }: Pick<Proposal, 'id' | 'act' | 'expiresAt'>): Uint8Array =>
  lengthPrefixed(['tessera.dual-control.1', part, id, act, String(expiresAt)]);

/** An operator at work. */
export interface Signer {
  operator: Operator;
  privateKey: KeyObject;
}

export interface DualControlOptions {
  store: Store;
  clock: () => number;
  random: Random;
}

const signed = (part: Part, proposal: Pick<Proposal, 'id' | 'act' | 'expiresAt'>, { privateKey }: Signer): Buffer =>
  sign(null, signedBytes(part, proposal), privateKey);

/** Keeps a proposal for others to approve. */
export const propose = async ({ store, clock, random }: DualControlOptions, act: string, signer: Signer) => {
  const now = clock();
  const bytes = uuid7(clock, random)();
  const proposal = { id: idToText(bytes), act, expiresAt: now + validity };
  await store.commit([
    {
      sql: `insert into key_proposals (id, act, proposed_by, proposed_at, expires_at, signature) values (?, ?, ?, ?, ?, ?)`,
      parameters: [bytes, act, signer.operator.name, now, proposal.expiresAt, signed('propose', proposal, signer)],
    },
  ]);
  return proposal;
};

/** Why a proposal was not approved: nothing was changed. */
export type Objection = 'unknown' | 'expired' | 'approved' | 'own';

/** Approves what another operator has proposed. */
export const approve = async (
  { store, clock }: Pick<DualControlOptions, 'store' | 'clock'>,
  id: string,
  signer: Signer,
): Promise<Proposal | Objection> => {
  const bytes = idFromText(id);
  const [row] = bytes ? await store.rows<Row>(`select ${columns} from key_proposals where id = ?`, [bytes]) : [];
  if (!row || !bytes) return 'unknown';
  const proposal = proposalOf(row);
  const now = clock();
  if (proposal.approvedBy !== null) return 'approved';
  if (now >= proposal.expiresAt) return 'expired';
  if (proposal.proposedBy === signer.operator.name) return 'own';
  const failed = await store.commit([
    {
      sql: `update key_proposals set approved_by = ?, approved_at = ?, approval = ?
        where id = ? and approved_by is null and proposed_by <> ?`,
      parameters: [signer.operator.name, now, signed('approve', proposal, signer), bytes, signer.operator.name],
      guard: { changes: 1, otherwise: 'approved' },
    },
  ]);
  return failed === undefined ? proposal : 'approved';
};

/** The operator of today who has signed a part of a proposal; nobody where the signature is not theirs. */
export const signerOf = (part: Part, proposal: Proposal, operators: readonly Operator[]): Operator | undefined => {
  const [name, signature] =
    part === 'propose' ? [proposal.proposedBy, proposal.signature] : [proposal.approvedBy, proposal.approval];
  const operator = operators.find((each) => each.name === name);
  return operator && signature && verify(null, signedBytes(part, proposal), operator.publicKey, signature)
    ? operator
    : undefined;
};

/** Whether two operators of today have signed, each for their part, and they are two. */
const isSignedByTwo = (proposal: Proposal, operators: readonly Operator[]): boolean => {
  const [one, two] = [signerOf('propose', proposal, operators), signerOf('approve', proposal, operators)];
  return one !== undefined && two !== undefined && !one.publicKey.equals(two.publicKey);
};

/** How far an act has come: it may be done now, once; or the proposal waits for another operator; or there is none yet. */
export type Standing = { may: 'go' } | { may: 'wait'; proposal: Proposal } | { may: 'propose' };

/** What was proposed for an act and neither done nor ended, the oldest first. */
const openProposals = async (store: Store, act: string, now: number): Promise<Proposal[]> =>
  (
    await store.rows<Row>(
      `select ${columns} from key_proposals where act = ? and done_at is null and expires_at > ? order by id`,
      [act, now],
    )
  ).map(proposalOf);

const notYet = (open: readonly Proposal[]): Standing => {
  const waiting = open.find(({ approvedBy }) => approvedBy === null);
  return waiting ? { may: 'wait', proposal: waiting } : { may: 'propose' };
};

/** How far an act has come. Uses nothing up: `takeApproval` decides. */
export const standingOf = async (
  { store, clock }: Pick<DualControlOptions, 'store' | 'clock'>,
  act: string,
): Promise<Standing> => {
  const operators = await operatorsOf(store);
  if (!needsTwo(operators)) return { may: 'go' };
  const open = await openProposals(store, act, clock());
  return open.some((proposal) => isSignedByTwo(proposal, operators)) ? { may: 'go' } : notYet(open);
};

/**
 * Takes the approval of an act, which is then used up. The act may also go on where the vault has no two operators. `by` is who
 * carries it out. `isAgreed` is there for tests, which show that the check is needed.
 */
export const takeApproval = async (
  { store, clock }: Pick<DualControlOptions, 'store' | 'clock'>,
  act: string,
  by: string | undefined,
  isAgreed: typeof isSignedByTwo = isSignedByTwo,
): Promise<Standing> => {
  const operators = await operatorsOf(store);
  if (!needsTwo(operators)) return { may: 'go' };
  const now = clock();
  const open = await openProposals(store, act, now);
  for (const proposal of open) {
    if (by === undefined || !isAgreed(proposal, operators)) continue;
    const failed = await store.commit([
      {
        sql: 'update key_proposals set done_by = ?, done_at = ? where id = ? and done_at is null',
        parameters: [by, now, idFromText(proposal.id) ?? new Uint8Array()],
        guard: { changes: 1, otherwise: 'done' },
      },
    ]);
    if (failed === undefined) return { may: 'go' };
  }
  return notYet(open);
};
