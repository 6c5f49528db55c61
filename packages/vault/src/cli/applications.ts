import { newApiKey } from '../access/api-key.ts';
import { type Application, applicationColumns, insertApplication, listApplications } from '../access/applications.ts';
import { grant } from '../access/permissions.ts';
import { presets } from '../access/presets.ts';
import { auditRecord } from '../audit/records.ts';
import { idToText, uuid7 } from '../ids.ts';
import { kekVersions } from '../keys/versions.ts';
import { command } from './command.ts';
import { CommandError } from './command-error.ts';
import type { Values } from './options.ts';
import { storageFlags } from './storage.ts';
import { whichTenant, whichTenants } from './which-tenants.ts';
import { withVault } from './with-vault.ts';

const longestName = 200;

/** The type and permissions that the flags ask for. Throws `CommandError` that names each wrong permission. */
const wanted = ({
  preset: named,
  type,
  permissions: list,
}: Values<'preset' | 'type' | 'permissions'>): Pick<Application, 'type' | 'permissions'> => {
  const preset = named && presets[named];
  if ((preset === undefined) === (list === undefined)) {
    throw new CommandError('Give either --preset, or --type with --permissions.', 2);
  }
  const { type: kind = type, permissions: names = (list ?? '').split(',').map((name) => name.trim()) } = preset ?? {};
  if (kind === undefined) throw new CommandError('--permissions needs --type with it.', 2);
  if (type !== undefined && type !== kind) {
    throw new CommandError(`The preset ${named} is for applications of type ${kind}; leave --type out.`, 2);
  }
  const { permissions, objections } = grant(kind, names);
  if (objections.length > 0) {
    const lines = objections.map(({ index, message }) => `  entry ${index + 1}: ${message}`);
    throw new CommandError(['--permissions cannot be given like this:', ...lines].join('\n'), 2);
  }
  return { type: kind, permissions };
};

export const applicationsCreate = command('applications create', {
  summary: 'makes an application and its API key, shown once',
  flags: ['name', 'preset', 'type', 'permissions', 'tenant-id', ...storageFlags, 'json'],
  notes: [
    'A preset covers tokens of every classification; narrower keys take --type with --permissions.',
    'docs/api-keys.md says which key is for what. It works without any API key: also when all are lost.',
  ],
  run: ({ name: given, 'tenant-id': tenantId, json, preset, type, permissions, ...values }, terminal) => {
    const name = given.trim();
    if (name === '' || name.length > longestName) {
      throw new CommandError(`--name takes 1 to ${longestName} characters.`, 2);
    }
    const asked = wanted({ preset, type, permissions });
    return withVault(values, terminal, async (vault) => {
      const { keyring, clock, random } = vault;
      const key = newApiKey(random);
      const application: Application = {
        id: idToText(uuid7(clock, random)()),
        tenantId: await whichTenant(tenantId, vault),
        name,
        ...asked,
        keyHash: keyring.hashApiKey(key),
        formerKey: undefined,
        version: 1,
        createdAt: clock(),
        createdBy: undefined,
        modifiedAt: undefined,
        modifiedBy: undefined,
      };
      // Nobody with an id of their own runs a command: the audit names the vault itself.
      const actor = { tenantId: application.tenantId, applicationId: undefined };
      await vault.data.commit([
        insertApplication(application),
        auditRecord(vault, 'application')(actor, 'create', applicationColumns(application)),
      ]);
      const made = { application_id: application.id, tenant_id: application.tenantId, type: application.type };
      terminal.out(
        json
          ? `${JSON.stringify({ ...made, name, permissions: application.permissions, key })}\n`
          : [
              `Application ${name} is there now.`,
              `  application  ${application.id} (${application.type})`,
              `  may          ${application.permissions.join(', ') || 'nothing'}`,
              `  API key      ${key}`,
              'The API key is not shown again.',
              '',
            ].join('\n'),
      );
    });
  },
});

const listed = (application: Application, now: number) => ({
  application_id: application.id,
  tenant_id: application.tenantId,
  name: application.name,
  type: application.type,
  permissions: application.permissions,
  created_at: new Date(application.createdAt).toISOString(),
  ...(application.formerKey &&
    application.formerKey.endsAt > now && { former_key_ends_at: new Date(application.formerKey.endsAt).toISOString() }),
});

/** Applications read at once. */
const page = 500;

export const applicationsList = command('applications list', {
  summary: 'shows the applications of the tenants, and never their keys',
  flags: ['tenant-id', ...storageFlags, 'json'],
  notes: ['Newest first. With --json each has its permissions.'],
  run: ({ 'tenant-id': tenantId, json, ...values }, terminal) =>
    withVault(values, terminal, async (vault) => {
      const { data, clock, keyring } = vault;
      const applications: ReturnType<typeof listed>[] = [];
      for (const id of await whichTenants(tenantId, await kekVersions(vault.keys, clock()), keyring)) {
        for (let offset = 0; ; offset += page) {
          const { applications: found } = await listApplications(data, id, { ids: undefined, limit: page, offset });
          applications.push(...found.map((each) => listed(each, clock())));
          if (found.length < page) break;
        }
      }
      if (json) return terminal.out(`${JSON.stringify({ applications })}\n`);
      for (const each of applications) {
        const until = each.former_key_ends_at;
        const former = until === undefined ? '' : `  (former key works until ${until})`;
        terminal.out(
          `${each.application_id}  ${each.created_at.slice(0, 10)}  ${each.type.padEnd(16)}  ${each.name}${former}\n`,
        );
      }
    }),
});
