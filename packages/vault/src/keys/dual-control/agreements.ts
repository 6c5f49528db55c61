import { createHash, type KeyObject } from 'node:crypto';
import { idFromText, uuid8Of } from '../../ids.ts';
import type { Store } from '../../store/port.ts';
import { tenantIn } from './acts.ts';
import { type Operator, operatorsOf } from './operators.ts';
import { type Proposal, proposalsOf, type Standing, signerOf, standingOf, takeApproval } from './proposals.ts';

/** Something that happened to a proposal. Times are milliseconds since the epoch. */
export interface AgreementStep {
  proposal: string;
  step: 'proposed' | 'approved' | 'done';
  at: number;
  /** Who did it, by an id that is made of their key, or the id of who called the API; nobody where no signature of today proves it. */
  actorId: string | undefined;
  /** The tenant that the act is about; all of them where it is about the vault. */
  tenantId: string | undefined;
}

/**
 * Proposals that are looked at, at most: far more than somebody can make before a process that serves has noted them, which could hide what was
 * done before.
 */
const mostNoted = 10_000;

type IsNoted = (step: Pick<AgreementStep, 'proposal' | 'step'>) => boolean;

/** What two operators have to agree to before it is done, in vaults that have two (docs/custody.md). */
export interface Agreements {
  /** Whether an act might be done now. Uses nothing up, so only `take` lets it be done. */
  look(act: string): Promise<Standing>;
  /** Whether an act may be done now. That uses up what two have agreed to; `by` is who does it. */
  take(act: string, by: string): Promise<Standing>;
  /** Who the operators are, and since when, by an id that is made of their key. */
  operators(): Promise<{ id: string; name: string; addedAt: number }[]>;
  /** What happened to the last proposals, but for what `isNoted` knows. */
  steps(isNoted?: IsNoted): Promise<AgreementStep[]>;
}

/** The id of an operator in audit logs: made of their public key, so that the same name with another key is somebody else. */
export const operatorActorId = (publicKey: KeyObject): string =>
  uuid8Of(
    createHash('sha256')
      .update(publicKey.export({ format: 'der', type: 'spki' }))
      .digest(),
  );

const stepsOf = (proposal: Proposal, operators: readonly Operator[], isNoted: IsNoted): AgreementStep[] => {
  const { proposedAt, approvedAt, doneBy, doneAt } = proposal;
  const happened = [
    { step: 'proposed', at: proposedAt },
    { step: 'approved', at: approvedAt },
    { step: 'done', at: doneAt },
  ] as const;
  const left = happened.flatMap(({ step, at }) =>
    at === null || isNoted({ proposal: proposal.id, step }) ? [] : [{ step, at }],
  );
  // Signatures take long to verify.
  if (left.length === 0) return [];
  const [one, two] = [signerOf('propose', proposal, operators), signerOf('approve', proposal, operators)];
  const idOf = (operator: Operator | undefined) => operator && operatorActorId(operator.publicKey);
  const doer = operators.find(({ name }) => name === doneBy);
  // Who called the API is noted by an id. Without the signatures of two, nothing was done by anybody.
  const doneById = doer ? idOf(doer) : doneBy !== null && idFromText(doneBy) ? doneBy : undefined;
  const actors = { proposed: idOf(one), approved: idOf(two), done: one && two ? doneById : undefined };
  const about = { proposal: proposal.id, tenantId: tenantIn(proposal.act) };
  return left.map(({ step, at }) => ({ ...about, step, at, actorId: actors[step] }));
};

export const agreementsIn = ({ store, clock }: { store: Store; clock: () => number }): Agreements => ({
  look: (act) => standingOf({ store, clock }, act),
  take: (act, by) => takeApproval({ store, clock }, act, by),
  operators: async () =>
    (await operatorsOf(store)).map(({ name, publicKey, addedAt }) => ({
      ...{ id: operatorActorId(publicKey), name, addedAt },
    })),
  steps: async (isNoted = () => false) => {
    const [proposals, operators] = [await proposalsOf(store, mostNoted), await operatorsOf(store)];
    return proposals.toReversed().flatMap((proposal) => stepsOf(proposal, operators, isNoted));
  },
});
