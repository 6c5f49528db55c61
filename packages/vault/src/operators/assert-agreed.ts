import type { Keyring } from '../keys/port.ts';
import { ApiError } from '../problem.ts';

/** Something that cannot be taken back. */
interface Act {
  /** The words that operators agree to. */
  act: string;
  /** The id of who calls. */
  by: string;
  /** The command that proposes it, without the program's name. */
  command: string;
}

/**
 * Returns if an act may be carried out now: in a vault without two operators, or once after two of them have agreed to it. Throws 403, which
 * says what comes next.
 */
export const assertAgreed = async (
  { keyring: { agreements } }: { keyring: Pick<Keyring, 'agreements'> },
  { act, by, command }: Act,
): Promise<void> => {
  const standing = await agreements.take(act, by);
  if (standing.may === 'go') return;
  const next =
    standing.may === 'wait'
      ? `One has proposed it. Another one runs: tessera-vault keys approve ${standing.proposal.id} --operator-key FILE.`
      : `One runs: tessera-vault ${command} --operator-key FILE. Another one agrees: tessera-vault keys approve.`;
  throw new ApiError(
    'agreement-required',
    `In this vault two operators have to agree to this: ${act}. ${next} Then repeat this within an hour.`,
  );
};
