import { command } from './command.ts';
import { initDatabase } from './init-database.ts';
import { initFolder } from './init-folder.ts';
import { type MadeVault, makeVault } from './make-vault.ts';
import { storageFlags } from './storage.ts';
import { readTenantName } from './tenants.ts';

/** The output, which is printed only once: a line of JSON for scripts, or text. */
const shown = ({ place, tenant, backup }: MadeVault, json: boolean): string => {
  const { tenantId, applicationId, key } = tenant;
  if (json) return `${JSON.stringify({ tenant_id: tenantId, application_id: applicationId, key })}\n`;
  return [
    `There is a vault in ${place} now.`,
    `  tenant       ${tenantId}`,
    `  application  ${applicationId} (management)`,
    `  API key      ${key}`,
    `The API key is not shown again. ${backup}`,
    '',
  ].join('\n');
};

export const init = command('init', {
  summary: 'makes keys, a tenant and a management key, shown once',
  flags: ['tenant', ...storageFlags, 'json'],
  notes: [
    'The root key is that of --root-key; a file that is not there yet is made. Without --root-key it',
    'goes to root.key in the folder, unless TESSERA_ROOT_KEY holds one (32 bytes, base64).',
  ],
  run: async ({ tenant, 'database-url': url, json, ...values }, terminal) => {
    const name = readTenantName(tenant);
    const make = makeVault(name);
    const made =
      url === undefined ? await initFolder(values, terminal, make) : await initDatabase(url, values, terminal, make);
    terminal.out(shown(made, json));
  },
});
