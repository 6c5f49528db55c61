import { deletionOf, destructionOf, rootReplacementOf } from '../keys/dual-control/acts.ts';
import type { Standing } from '../keys/dual-control/proposals.ts';
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

/** Deleting a tenant, as it is agreed to. */
export const deletionAct = (tenantId: string): Omit<Act, 'by'> => ({
  act: deletionOf(tenantId),
  command: `tenants delete --tenant-id ${tenantId}`,
});

/** Destroying a version of a tenant's key, as it is agreed to. */
export const destructionAct = (version: number, tenantId: string): Omit<Act, 'by'> => ({
  act: destructionOf(version, tenantId),
  command: `keys destroy --tenant-id ${tenantId} --key-version ${version}`,
});

/** Replacing the vault key under the root key that is in use, as it is agreed to. */
export const vaultKeyAct: Omit<Act, 'by'> = { act: rootReplacementOf(), command: 'keys rotate --root' };

const needed = ({ act, command }: Omit<Act, 'by'>, standing: Exclude<Standing, { may: 'go' }>): ApiError => {
  const next =
    standing.may === 'wait'
      ? `One has proposed it. Another one runs: tessera-vault keys approve ${standing.proposal.id} --operator-key FILE.`
      : `One runs: tessera-vault ${command} --operator-key FILE. Another one agrees: tessera-vault keys approve.`;
  return new ApiError(
    'agreement-required',
    `In this vault two operators have to agree to this: ${act}. ${next} Then repeat this within an hour.`,
  );
};

interface Needed {
  keyring: Pick<Keyring, 'agreements'>;
}

/**
 * Returns if an act may be carried out now: in a vault without two operators, or once after two of them have agreed to it. Throws 403, which
 * says what comes next.
 */
export const assertAgreed = async ({ keyring: { agreements } }: Needed, { by, ...about }: Act): Promise<void> => {
  const standing = await agreements.take(about.act, by);
  if (standing.may !== 'go') throw needed(about, standing);
};

/** Throws the same where an act could not be carried out now, and uses nothing up. For acts that need something else as well. */
export const assertAgreeable = async ({ keyring: { agreements } }: Needed, about: Omit<Act, 'by'>): Promise<void> => {
  const standing = await agreements.look(about.act);
  if (standing.may !== 'go') throw needed(about, standing);
};
