import { idFromText } from '../ids.ts';
import type { Keyring } from '../keys/port.ts';
import { type KekVersion, kekVersions } from '../keys/versions.ts';
import { CommandError } from './command-error.ts';
import type { OpenVault } from './with-vault.ts';

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

/** The tenant that something is made for: the named one, or the only one. Throws `CommandError`. */
export const whichTenant = async (
  tenantId: string | undefined,
  { keys, keyring, clock }: Pick<OpenVault, 'keys' | 'keyring' | 'clock'>,
): Promise<string> => {
  const [only, ...others] = await whichTenants(tenantId, await kekVersions(keys, clock()), keyring);
  if (only !== undefined && others.length === 0) return only;
  if (only === undefined) throw new CommandError('There is no tenant here. See: tessera-vault tenants create --help');
  throw new CommandError('There are several tenants: give --tenant-id. See: tessera-vault tenants list', 2);
};
