import { rootReplacementOf } from '../keys/dual-control/acts.ts';
import { activationDelay, mostVersions, rotateKek } from '../keys/rotate.ts';
import { kekVersions } from '../keys/versions.ts';
import { auditOfKeys } from './audit-keys.ts';
import { command } from './command.ts';
import { CommandError } from './command-error.ts';
import { assertAgreed } from './dual-control.ts';
import { withProgramName } from './program-name.ts';
import { count, progressLines } from './progress.ts';
import { rotateRootKey } from './rotate-root-key.ts';
import { storageFlags } from './storage.ts';
import { whichTenants } from './which-tenants.ts';
import { withVault } from './with-vault.ts';

export const keysRotate = command('keys rotate', {
  summary: 'gives tenants a new key version, or replaces the root key',
  flags: ['tenant-id', 'root', 'to', 'operator-key', ...storageFlags, 'json'],
  typed: ['to', 'operator-key'],
  says: { to: 'With --root: URI of the place of the next root key' },
  notes: [
    `A new version seals after ${activationDelay / 1000} seconds, when every process has learned of it. What is`,
    'sealed already keeps its version: "keys rewrap" moves it on, "keys destroy" ends the old one.',
    'With --root, every stored key is wrapped under a new root key: that of --to or --new-root-key,',
    'that in TESSERA_NEW_ROOT_KEY, or one drawn into the file where the old one is. With a root key',
    'in a service and none of these, the vault key is replaced and wrapped under the newest version',
    'of the same key. The old root key then opens only older key backups.',
  ],
  run: ({ 'tenant-id': tenantId, root, to, 'operator-key': file, json, ...values }, terminal) =>
    withVault(values, terminal, async (vault) => {
      if (to !== undefined && !root)
        throw new CommandError('--to says where the next root key is: give --root too.', 2);
      if (root) {
        if (tenantId !== undefined)
          throw new CommandError('--root is about the whole vault: leave --tenant-id out.', 2);
        const place = to ?? values['new-root-key'] ?? vault.nextPlace?.uri;
        await assertAgreed(vault, rootReplacementOf(place), file, terminal);
        terminal.out(await rotateRootKey(vault, terminal, { to, json }));
        return;
      }
      const versions = await kekVersions(vault.keys, vault.clock());
      const tenants = await whichTenants(tenantId, versions, vault.keyring);
      const full = tenants.find((id) => (versions.get(id)?.length ?? 0) >= mostVersions);
      if (full !== undefined) {
        const more = withProgramName(
          `tessera-vault keys destroy --tenant-id ${full} --key-version NUMBER`,
          terminal.environment,
        );
        throw new CommandError(
          `Tenant ${full} has ${mostVersions} versions of its key, and no more can be made. Destroy old ones first: ${more}`,
        );
      }
      const progress = progressLines(terminal);
      const audit = await auditOfKeys(vault);
      const made: { tenant_id: string; version: number; active_at: string }[] = [];
      for (const id of tenants) {
        const { version, activeAt } = await rotateKek({ ...vault, store: vault.keys }, id, {
          note: (made) => audit([id], { entityType: 'key_version', entityId: String(made), operation: 'create' }),
        });
        made.push({ tenant_id: id, version, active_at: new Date(activeAt).toISOString() });
        progress('tenants', made.length, tenants.length);
      }
      if (json) return terminal.out(`${JSON.stringify({ tenants: made })}\n`);
      const [only] = made;
      const whose = made.length === 1 && only ? `tenant ${only.tenant_id}` : `${count(made.length)} tenants`;
      const next = withProgramName('tessera-vault keys rewrap', terminal.environment);
      terminal.out(
        `A new key version for ${whose}, used from ${activationDelay / 1000} seconds on. Back up the keys, then run:\n  ${next}\n`,
      );
    }),
});
