import { setTimeout as pause } from 'node:timers/promises';
import { idToText, uuid7 } from '../ids.ts';
import { rewrapTenant } from '../keys/rewrap.ts';
import { kekVersions } from '../keys/versions.ts';
import { maskedForms } from '../tokens/masked-form.ts';
import { auditOfKeys } from './audit-keys.ts';
import { command } from './command.ts';
import { CommandError } from './command-error.ts';
import { countOf, progressLines } from './progress.ts';
import { storageFlags } from './storage.ts';
import type { Terminal } from './terminal.ts';
import { whichTenants } from './which-tenants.ts';
import { type OpenVault, withVault } from './with-vault.ts';

/** Waits until the newest version of each tenant is in use. Values written before that would keep the older version. */
const untilActive = async ({ keys, clock }: OpenVault, tenants: readonly string[], terminal: Terminal) => {
  const versions = await kekVersions(keys, clock());
  const newest = tenants.flatMap((id) => versions.get(id)?.[0] ?? []);
  const left = Math.max(0, ...newest.map(({ activeAt }) => activeAt)) - clock();
  if (left <= 0) return;
  terminal.err(`The newest version begins to seal in ${Math.ceil(left / 1000)} seconds; waiting.\n`);
  await pause(left);
};

export const keysRewrap = command('keys rewrap', {
  summary: 'moves what is sealed to the newest key version',
  flags: ['tenant-id', ...storageFlags, 'json'],
  notes: [
    'Only the wrapping of data keys changes, and masked forms are encrypted anew; values stay as',
    'they are. A vault may serve meanwhile. Stopped at any moment, the next run goes on where',
    'this one was.',
  ],
  run: ({ 'tenant-id': tenantId, json, ...values }, terminal) =>
    withVault(values, terminal, async (vault) => {
      const tenants = await whichTenants(tenantId, await kekVersions(vault.keys, vault.clock()), vault.keyring);
      await untilActive(vault, tenants, terminal);
      const progress = progressLines(terminal);
      const audit = await auditOfKeys(vault);
      const newId = uuid7(vault.clock, vault.random);
      let rewrapped = 0;
      let failed = 0;
      for (const id of tenants) {
        await audit([id], { entityType: 'key_rewrap', entityId: idToText(newId()), operation: 'create' });
        const result = await rewrapTenant({
          store: vault.data,
          keyring: vault.keyring,
          tenantId: id,
          masked: maskedForms,
          progress: (done, total) => progress(`values of tenant ${id}`, done, total),
        });
        rewrapped += result.rewrapped;
        failed += result.failed;
      }
      terminal.out(
        json
          ? `${JSON.stringify({ tenants: tenants.length, rewrapped, failed })}\n`
          : `Rewrapped ${countOf(rewrapped, 'value')} of ${countOf(tenants.length, 'tenant')}.\n`,
      );
      if (failed > 0) {
        throw new CommandError(
          `What does not open under the version it names: ${countOf(failed, 'value')}. Find it with: tessera-vault audit verify`,
        );
      }
    }),
});
