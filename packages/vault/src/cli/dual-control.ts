import { needsTwo, operatorsOf } from '../keys/dual-control/operators.ts';
import { type DualControlOptions, propose, takeApproval } from '../keys/dual-control/proposals.ts';
import { CommandError } from './command-error.ts';
import { readSigner } from './operator-key.ts';
import type { Terminal } from './terminal.ts';

const time = (at: number): string => new Date(at).toISOString();

/**
 * Returns once an act may be carried out: at once in a vault without two operators, else when two of them have agreed to exactly this act
 * within an hour. Otherwise proposes it, and throws `CommandError`, which says what comes next.
 */
export const assertAgreed = async (
  { keys: store, ...world }: Omit<DualControlOptions, 'store'> & { keys: DualControlOptions['store'] },
  act: string,
  file: string | undefined,
  terminal: Pick<Terminal, 'secret'>,
): Promise<void> => {
  const options = { store, ...world };
  const operators = await operatorsOf(store);
  if (!needsTwo(operators)) return;
  if (file === undefined) {
    throw new CommandError('In this vault two operators have to agree to that: add --operator-key FILE.', 2);
  }
  const signer = await readSigner(file, operators, terminal);
  const standing = await takeApproval(options, act, signer.operator.name);
  if (standing.may === 'go') return;
  const { id, expiresAt } = standing.may === 'wait' ? standing.proposal : await propose(options, act, signer);
  const said =
    standing.may === 'wait'
      ? `${standing.proposal.proposedBy} has proposed to ${act}.`
      : `${signer.operator.name} proposes to ${act}.`;
  throw new CommandError(
    `${said}\nNothing was changed. Another operator agrees to it until ${time(expiresAt)} with\n` +
      `  tessera-vault keys approve ${id} --operator-key FILE\nThen run this command once more.`,
  );
};
