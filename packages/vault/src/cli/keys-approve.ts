import { operatorsOf } from '../keys/dual-control/operators.ts';
import { approve, type Objection, type Proposal, proposalsOf } from '../keys/dual-control/proposals.ts';
import { command } from './command.ts';
import { CommandError } from './command-error.ts';
import { readSigner } from './operator-key.ts';
import { withKeyStore } from './with-vault.ts';

const objections: Readonly<Record<Objection, string>> = {
  unknown: 'There is no such proposal. "keys approve" without one shows those that there are.',
  expired: 'The proposal is older than an hour. Propose it again.',
  approved: 'The proposal has been approved already.',
  own: 'You have proposed this yourself. It takes another operator.',
};

const time = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

const asJson = (each: Proposal) => ({
  ...{ id: each.id, act: each.act, proposed_by: each.proposedBy, proposed_at: time(each.proposedAt) },
  ...{ expires_at: time(each.expiresAt), approved_by: each.approvedBy, approved_at: time(each.approvedAt) },
  ...{ done_by: each.doneBy, done_at: time(each.doneAt) },
});

const stateOf = (each: Proposal, now: number): string => {
  if (each.doneAt !== null) return `done by ${each.doneBy} at ${time(each.doneAt)}, approved by ${each.approvedBy}`;
  if (now >= each.expiresAt) return 'expired';
  return each.approvedBy === null ? `waits until ${time(each.expiresAt)}` : `approved by ${each.approvedBy}`;
};

export const keysApprove = command('keys approve', {
  summary: 'agrees to what another operator has proposed, or shows what was',
  flags: ['proposal', 'operator-key', 'data-dir', 'database-url', 'config', 'json'],
  bare: 'proposal',
  typed: ['proposal', 'operator-key'],
  notes: ['Without a proposal, the last hundred are shown, with who has agreed to them.'],
  run: ({ proposal: id, 'operator-key': file, json, ...values }, terminal) =>
    withKeyStore(values, async ({ keys: store, clock }) => {
      if (id === undefined) {
        const proposals = await proposalsOf(store);
        const lines = proposals.map(
          (each) =>
            `${each.id}  ${each.proposedBy} at ${time(each.proposedAt)}: ${each.act}\n  ${stateOf(each, clock())}\n`,
        );
        return terminal.out(
          json
            ? `${JSON.stringify({ proposals: proposals.map(asJson) })}\n`
            : lines.join('') || 'Nothing was proposed.\n',
        );
      }
      if (file === undefined) throw new CommandError('--operator-key FILE is needed.', 2);
      const signer = await readSigner(file, await operatorsOf(store), terminal);
      const approved = await approve({ store, clock }, id, signer);
      if (typeof approved === 'string') throw new CommandError(objections[approved]);
      terminal.out(
        json
          ? `${JSON.stringify({ id: approved.id, act: approved.act, approved_by: signer.operator.name })}\n`
          : `${signer.operator.name} agrees to ${approved.act}.\nIt is done when the command is run once more, until ${time(approved.expiresAt)}.\n`,
      );
    }),
});
