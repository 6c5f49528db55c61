import { setTimeout as pause } from 'node:timers/promises';
import { type DestroyOptions, destroyKek, objectionToDestroying, type Refusal } from '../keys/destroy.ts';
import { destructionOf } from '../keys/dual-control/acts.ts';
import { type KekVersion, kekVersions } from '../keys/versions.ts';
import { auditOfKeys } from './audit-keys.ts';
import { command } from './command.ts';
import { CommandError } from './command-error.ts';
import { assertAgreed } from './dual-control.ts';
import { count, countOf } from './progress.ts';
import { storageFlags } from './storage.ts';
import type { Terminal } from './terminal.ts';
import { whichTenants } from './which-tenants.ts';
import { withVault } from './with-vault.ts';

const sentence = (tenantId: string, version: number, refusal: Refusal): string => {
  const which = `Version ${version} of the key of tenant ${tenantId}`;
  switch (refusal.reason) {
    case 'unknown':
      return `${which} does not exist. See: tessera-vault keys status`;
    case 'destroyed':
      return `${which} was destroyed at ${new Date(refusal.at).toISOString()} already.`;
    case 'newest':
      return `${which} is its newest. Run first: tessera-vault keys rotate --tenant-id ${tenantId}`;
    case 'settling':
      return `${which} was in use until a moment ago; try again in ${Math.ceil(refusal.left / 1000)} seconds.`;
    case 'in-use': {
      const values = refusal.values.map(({ what, values: n }) => `${count(n)} ${what}`).join(', ');
      return `${which} is still needed by ${values}. Run first: tessera-vault keys rewrap --tenant-id ${tenantId}`;
    }
  }
};

/** The tenants that have this version and a newer one. */
const withNewer = (
  versions: ReadonlyMap<string, KekVersion[]>,
  tenants: readonly string[],
  version: number,
): string[] =>
  tenants.filter((id) => {
    const own = (versions.get(id) ?? []).map((each) => each.version);
    return own.includes(version) && Math.max(...own) > version;
  });

/** Checks every tenant before anything is destroyed. Waits if writes under this version may still be running. */
const assertDestroyable = async (
  options: DestroyOptions,
  tenants: readonly string[],
  version: number,
  terminal: Terminal,
): Promise<void> => {
  for (const tenantId of tenants) {
    let refusal = await objectionToDestroying(options, tenantId, version);
    if (refusal?.reason === 'settling') {
      terminal.err(`Waiting ${Math.ceil(refusal.left / 1000)} seconds for writes that may be under way.\n`);
      await pause(refusal.left);
      refusal = await objectionToDestroying(options, tenantId, version);
    }
    if (refusal) throw new CommandError(`${sentence(tenantId, version, refusal)}\nNothing was destroyed.`);
  }
};

export const keysDestroy = command('keys destroy', {
  summary: 'destroys an old key version that nothing needs any more',
  flags: ['key-version', 'tenant-id', 'operator-key', ...storageFlags, 'json'],
  typed: ['operator-key'],
  notes: [
    'Refused while anything is sealed under the version. From then on, what older backups of the',
    'data hold under it is unreadable for good. Key backups made before still hold the version:',
    'to end them too, run "keys rotate --root" and destroy every copy of the old root key.',
  ],
  run: ({ 'key-version': version, 'tenant-id': tenantId, 'operator-key': file, json, ...values }, terminal) =>
    withVault(values, terminal, async (vault) => {
      const { keys, data, keyring, clock } = vault;
      const versions = await kekVersions(keys, clock());
      const named = await whichTenants(tenantId, versions, keyring);
      const tenants = tenantId === undefined ? withNewer(versions, named, version) : named;
      if (tenants.length === 0) {
        throw new CommandError(
          `No tenant has an old version ${version}; nothing was destroyed. See: tessera-vault keys status`,
        );
      }
      const options = { keys, data, clock };
      await assertDestroyable(options, tenants, version, terminal);
      const [only = ''] = tenants;
      const act =
        tenantId === undefined
          ? `destroy version ${version} of the key of every tenant that has a newer one`
          : destructionOf(version, only);
      await assertAgreed(vault, act, file, terminal);
      const audit = await auditOfKeys(vault);
      for (const [done, id] of tenants.entries()) {
        const refusal = await destroyKek(options, id, version, () =>
          audit([id], { entityType: 'key_version', entityId: String(version), operation: 'delete' }),
        );
        if (!refusal) continue;
        const before =
          done === 0 ? 'Nothing was destroyed.' : `It was destroyed for ${countOf(done, 'tenant')} before.`;
        throw new CommandError(`${sentence(id, version, refusal)}\n${before}`);
      }
      const whose = tenants.length === 1 ? `tenant ${tenants[0]}` : `${count(tenants.length)} tenants`;
      terminal.out(
        json
          ? `${JSON.stringify({ version, tenants })}\n`
          : `Version ${version} of the key of ${whose} is destroyed. Key backups made before still hold it, under the root\n` +
              'key of their time: "keys rotate --root" and destroying the old root key ends them too.\n',
      );
    }),
});
