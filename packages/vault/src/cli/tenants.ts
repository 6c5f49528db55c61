import { parseAllowedOrigins } from '../access/allowed-origins.ts';
import { idToText } from '../ids.ts';
import type { Store } from '../store/port.ts';
import { createTenant } from '../tenants/create.ts';
import { command } from './command.ts';
import { CommandError } from './command-error.ts';
import { storageFlags } from './storage.ts';
import { withVault } from './with-vault.ts';

const longestName = 200;

/** Normalizes the name of a tenant. Throws `CommandError` if it is empty or too long. */
export const readTenantName = (text: string): string => {
  const name = text.trim();
  if (name !== '' && name.length <= longestName) return name;
  throw new CommandError(`--tenant takes a name of 1 to ${longestName} characters.`, 2);
};

/**
 * Throws `CommandError` if a second tenant would stop a checkout. An allowed origin without a tenant belongs to the vault's only
 * tenant; once there are two, its fields are refused.
 */
const assertFirst = async (data: Store): Promise<void> => {
  const tenants = await data.rows<{ id: Uint8Array }>('select id from tenants limit 2');
  const [first] = tenants;
  if (!first) return;
  const owner = tenants.length === 1 ? idToText(first.id) : 'TENANT_ID';
  throw new CommandError(
    'With another tenant, fields stop working on every page whose tenant is not named. Start serve with ' +
      `--allowed-origins https://shop.example=${owner} (each page with its tenant) first, then give the same ` +
      '--allowed-origins here. If no page uses fields, give --stop-unpinned-pages.',
    2,
  );
};

export const tenantsCreate = command('tenants create', {
  summary: 'makes another tenant and its management key, shown once',
  flags: ['tenant', 'test-mode', 'allowed-origins', 'stop-unpinned-pages', ...storageFlags, 'json'],
  notes: [
    'With a second tenant, pages work only where --allowed-origins of serve names the tenant of each',
    'page. Give the same value here; without it, a second tenant is refused.',
    'A vault that is serving knows the tenant within a second. A tenant made with --test-mode',
    'takes the documented test cards and bank account only, and stays so.',
  ],
  run: ({ tenant, 'test-mode': testMode, json, ...values }, terminal) => {
    const name = readTenantName(tenant);
    const { pinned } = parseAllowedOrigins(values['allowed-origins']);
    return withVault(values, terminal, async ({ data, keyring, clock, random }) => {
      if (!pinned && !values['stop-unpinned-pages']) await assertFirst(data);
      const made = await createTenant({ store: data, keyring, clock, random }, { name, testMode });
      terminal.out(
        json
          ? `${JSON.stringify({ tenant_id: made.tenantId, application_id: made.applicationId, key: made.key })}\n`
          : [
              `Tenant ${name}${testMode ? ', in test mode,' : ''} is there now.`,
              `  tenant       ${made.tenantId}`,
              `  application  ${made.applicationId} (management)`,
              `  API key      ${made.key}`,
              'The API key is not shown again. Back up the keys: the new ones are in no backup yet.',
              '',
            ].join('\n'),
      );
    });
  },
});

interface Row {
  id: Uint8Array;
  name: string;
  test_mode: number;
  created_at: number;
}

export const tenantsList = command('tenants list', {
  summary: 'shows the tenants',
  flags: [...storageFlags, 'json'],
  notes: ['A deleted tenant is shown until its rows are gone, about a minute.'],
  run: ({ json, ...values }, terminal) =>
    withVault(values, terminal, async ({ data, keyring }) => {
      const rows = await data.rows<Row>('select id, name, test_mode, created_at from tenants order by created_at, id');
      const tenants = rows.map((row) => ({
        tenant_id: idToText(row.id),
        name: row.name,
        test_mode: row.test_mode !== 0,
        deleted: !keyring.has(idToText(row.id)),
        created_at: new Date(row.created_at).toISOString(),
      }));
      if (json) return terminal.out(`${JSON.stringify({ tenants })}\n`);
      for (const each of tenants) {
        const marks = `${each.test_mode ? '  (test mode)' : ''}${each.deleted ? '  (deleted)' : ''}`;
        terminal.out(`${each.tenant_id}  ${each.created_at.slice(0, 10)}  ${each.name}${marks}\n`);
      }
    }),
});
