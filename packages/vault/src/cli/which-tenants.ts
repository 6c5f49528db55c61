import { idFromText } from '../ids.ts';
import type { Keyring } from '../keys/port.ts';
import type { KekVersion } from '../keys/versions.ts';
import { CommandError } from './command-error.ts';

/** The tenants whose keys a command works on: the named one, or all. Throws `CommandError` if it does not exist. */
export const whichTenants = async (
  tenantId: string | undefined,
  versions: ReadonlyMap<string, KekVersion[]>,
  keyring: Keyring,
): Promise<string[]> => {
  if (tenantId === undefined) return [...versions.keys()].sort();
  const id = tenantId.toLowerCase();
  if (!idFromText(id)) throw new CommandError(`--tenant-id takes a UUID; "tenants list" shows them.`, 2);
  if (versions.has(id)) return [id];
  const destroyedAt = await keyring.destroyedAt(id);
  throw new CommandError(
    destroyedAt === undefined
      ? `There is no tenant ${id} here. See: tessera-vault tenants list`
      : `Tenant ${id} was deleted at ${new Date(destroyedAt).toISOString()}; its keys are gone.`,
  );
};
