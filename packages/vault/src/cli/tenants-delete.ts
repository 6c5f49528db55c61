import { deletionOf } from '../keys/dual-control/acts.ts';
import { deleteTenant } from '../tenants/create.ts';
import { command } from './command.ts';
import { CommandError } from './command-error.ts';
import { assertAgreed } from './dual-control.ts';
import { storageFlags } from './storage.ts';
import { whichTenant } from './which-tenants.ts';
import { withVault } from './with-vault.ts';

export const tenantsDelete = command('tenants delete', {
  summary: 'deletes a tenant and destroys its keys, for good',
  flags: ['tenant-id', 'operator-key', ...storageFlags, 'json'],
  typed: ['tenant-id', 'operator-key'],
  says: { 'tenant-id': 'The tenant, which has to be named; "tenants list" shows them' },
  notes: [
    'From then on nothing that the tenant has stored can be read, nor what backups of the data hold;',
    'key backups still hold its keys, under the root key of their time. Its API keys stop within a',
    'second, and its rows are gone in about a minute, those of its audit log too: save that first.',
    'With two operators, two have to agree to it.',
  ],
  run: ({ 'tenant-id': id, 'operator-key': file, json, ...values }, terminal) => {
    if (id === undefined)
      throw new CommandError('--tenant-id is needed: say which tenant. "tenants list" shows them.', 2);
    return withVault(values, terminal, async (vault) => {
      const tenantId = await whichTenant(id, vault);
      await assertAgreed(vault, deletionOf(tenantId), file, terminal);
      await deleteTenant({ keyring: vault.keyring, authenticator: { forget: () => undefined } }, tenantId);
      terminal.out(
        json
          ? `${JSON.stringify({ tenant_id: tenantId, deleted: true })}\n`
          : `Tenant ${tenantId} is deleted: its keys are destroyed. Key backups made before still hold them.\n`,
      );
    });
  },
});
