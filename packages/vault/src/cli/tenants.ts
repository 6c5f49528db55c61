import { parseAllowedOrigins, withListed } from '../access/allowed-origins.ts';
import { type QuotaRow, quotaOf, type TenantQuota } from '../access/quota.ts';
import { idToText } from '../ids.ts';
import { listedPages } from '../operators/page-origins.ts';
import type { Store } from '../store/port.ts';
import { changeQuota } from '../tenants/change-quota.ts';
import { createTenant } from '../tenants/create.ts';
import { command } from './command.ts';
import { CommandError } from './command-error.ts';
import { quotaAsJson, quotaFlags, quotaFrom, quotaInWords } from './quota.ts';
import { storageFlags } from './storage.ts';
import { whichTenant } from './which-tenants.ts';
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
  flags: ['tenant', 'test-mode', ...quotaFlags, 'allowed-origins', 'stop-unpinned-pages', ...storageFlags, 'json'],
  typed: quotaFlags,
  says: { 'allowed-origins': 'What serve has: the pages that may embed fields, ORIGIN=TENANT_ID,…' },
  notes: [
    'With a second tenant, pages work only where --allowed-origins of serve names the tenant of each',
    'page. Give the same value here; without it, a second tenant is refused.',
    'A vault that is serving knows the tenant within a second. A tenant made with --test-mode',
    'takes the documented test cards and bank account only, and stays so.',
    'With --tenant-tokens or --tenant-megabytes it has a quota of its own, in place of that of serve.',
  ],
  run: ({ tenant, 'test-mode': testMode, json, ...values }, terminal) => {
    const name = readTenantName(tenant);
    const setting = parseAllowedOrigins(values['allowed-origins']);
    return withVault(values, terminal, async ({ data, keyring, clock, random, actor }) => {
      const { pinned } = withListed(setting, await listedPages(data, keyring));
      if (!pinned && !values['stop-unpinned-pages']) await assertFirst(data);
      const made = await createTenant(
        { store: data, keyring, clock, random },
        { name, testMode, quota: quotaFrom(values), by: actor },
      );
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

export const tenantsUpdate = command('tenants update', {
  summary: 'changes what a tenant may store in a day',
  flags: ['tenant-id', ...quotaFlags, 'default-quota', ...storageFlags, 'json'],
  says: { 'tenant-id': 'The tenant; may be left out where there is only one' },
  typed: quotaFlags,
  notes: [
    'It holds within a second in every process that serves the vault, and begins unused. What is not',
    'named stays; --default-quota gives the tenant what serve gives all, but for what is named with it.',
    'The numbers are read from the command line alone: as variables, they are meant for serve.',
  ],
  run: ({ 'tenant-id': id, 'default-quota': reset, json, ...values }, terminal) =>
    withVault(values, terminal, async (vault) => {
      if (!reset && quotaFlags.every((name) => values[name] === undefined)) {
        throw new CommandError('Give --tenant-tokens, --tenant-megabytes or --default-quota.', 2);
      }
      const tenantId = await whichTenant(id, vault);
      const { data: store, keyring, clock, actor } = vault;
      const changed = (before: TenantQuota) => quotaFrom(values, reset ? undefined : before);
      const tenant = await changeQuota({ store, keyring, clock }, tenantId, changed, actor);
      if (!tenant) {
        throw new CommandError('Somebody else changed or deleted this tenant meanwhile. Nothing was done; try again.');
      }
      const own = quotaInWords(tenant.quota);
      terminal.out(
        json
          ? `${JSON.stringify({ tenant_id: tenantId, ...quotaAsJson(tenant.quota) })}\n`
          : `Tenant ${tenant.name} may store ${own === '' ? 'what serve lets every tenant store' : own} in a day.\n`,
      );
    }),
});

interface Row extends QuotaRow {
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
      const rows = await data.rows<Row>(
        'select id, name, test_mode, tokens_a_day, bytes_a_day, created_at from tenants order by created_at, id',
      );
      const tenants = rows.map((row) => ({
        tenant_id: idToText(row.id),
        name: row.name,
        test_mode: row.test_mode !== 0,
        deleted: !keyring.has(idToText(row.id)),
        quota: quotaOf(row),
        created_at: new Date(row.created_at).toISOString(),
      }));
      if (json) {
        const told = tenants.map(({ quota, ...each }) => ({ ...each, ...quotaAsJson(quota) }));
        return terminal.out(`${JSON.stringify({ tenants: told })}\n`);
      }
      for (const each of tenants) {
        const quota = quotaInWords(each.quota);
        const known = [quota && `${quota} a day`, each.test_mode && 'test mode', each.deleted && 'deleted'];
        const marks = known.flatMap((mark) => (mark ? [`  (${mark})`] : [])).join('');
        terminal.out(`${each.tenant_id}  ${each.created_at.slice(0, 10)}  ${each.name}${marks}\n`);
      }
    }),
});
