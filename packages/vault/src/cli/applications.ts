import { ruleWarnings } from '../access/access-rules.ts';
import { liveKeys, makeKey } from '../access/application-keys.ts';
import { type Application, applicationColumns, insertApplication, listApplications } from '../access/applications.ts';
import { auditRecord } from '../audit/records.ts';
import { idToText, uuid7 } from '../ids.ts';
import { kekVersions } from '../keys/versions.ts';
import { command } from './command.ts';
import { CommandError } from './command-error.ts';
import { rightsOf } from './rights.ts';
import { storageFlags } from './storage.ts';
import { whichTenant, whichTenants } from './which-tenants.ts';
import { withVault } from './with-vault.ts';

const longestName = 200;

/** What the keys of an application may do, as scripts and people are told. */
const mayOf = ({ permissions, rules }: Application) => ({
  permissions,
  ...(rules && { rules, warnings: ruleWarnings(rules) }),
});

const mayText = ({ permissions, rules }: Application): string =>
  rules
    ? [
        ...rules.map(
          ({ container, transform, permissions: names }) => `${names.join(', ')} in ${container}, ${transform}`,
        ),
        ...ruleWarnings(rules),
      ].join('\n               ')
    : permissions.join(', ') || 'nothing';

export const applicationsCreate = command('applications create', {
  summary: 'makes an application and its API key, shown once',
  flags: ['name', 'preset', 'type', 'permissions', 'rules', 'tenant-id', ...storageFlags, 'json'],
  says: {
    name: 'Name of the application',
    'tenant-id': 'The tenant; may be left out where there is only one',
  },
  notes: [
    'A preset covers all classifications; narrower keys take --type with --permissions or --rules.',
    'docs/api-keys.md says which key is for what. It works without any API key: also when all are lost.',
  ],
  run: ({ name: given, 'tenant-id': tenantId, json, preset, type, permissions, rules, ...values }, terminal) => {
    const name = given.trim();
    if (name === '' || name.length > longestName) {
      throw new CommandError(`--name takes 1 to ${longestName} characters.`, 2);
    }
    const asked = rightsOf({ preset, type, permissions, rules });
    return withVault(values, terminal, async (vault) => {
      const { clock, random } = vault;
      const { secret, key } = makeKey(vault, { version: 1, expiresAt: undefined, createdBy: undefined });
      const application: Application = {
        id: idToText(uuid7(clock, random)()),
        tenantId: await whichTenant(tenantId, vault),
        name,
        ...asked,
        keys: [key],
        expiresAt: undefined,
        version: 1,
        createdAt: clock(),
        createdBy: undefined,
        modifiedAt: undefined,
        modifiedBy: undefined,
      };
      // Nobody with an id of their own runs a command: the audit names the vault itself.
      const actor = { tenantId: application.tenantId, applicationId: undefined, origin: vault.actor.origin };
      await vault.data.commit([
        ...insertApplication(application),
        auditRecord(vault, 'application')(actor, 'create', applicationColumns(application)),
      ]);
      const made = { application_id: application.id, tenant_id: application.tenantId, type: application.type };
      terminal.out(
        json
          ? `${JSON.stringify({ ...made, name, ...mayOf(application), key: secret })}\n`
          : [
              `Application ${name} is there now.`,
              `  application  ${application.id} (${application.type})`,
              `  may          ${mayText(application)}`,
              `  API key      ${secret}`,
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
  ...mayOf(application),
  created_at: new Date(application.createdAt).toISOString(),
  keys: liveKeys(application.keys, now).map(({ id, createdAt, expiresAt }) => ({
    key_id: id,
    created_at: new Date(createdAt).toISOString(),
    ...(expiresAt !== undefined && { expires_at: new Date(expiresAt).toISOString() }),
  })),
  ...(application.expiresAt !== undefined && { expires_at: new Date(application.expiresAt).toISOString() }),
});

/** Applications read at once. */
const page = 500;

export const applicationsList = command('applications list', {
  summary: 'shows the applications of the tenants, and no secret of their keys',
  flags: ['tenant-id', ...storageFlags, 'json'],
  notes: ['Newest first. With --json each has its permissions and the ids of its keys.'],
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
      if (applications.length === 0)
        terminal.out('There is no application. See: tessera-vault applications create --help\n');
      for (const each of applications) {
        const ends = each.keys.flatMap(({ expires_at: end }) => end ?? []);
        const keys = each.keys.length === 1 ? '1 key' : `${each.keys.length} keys`;
        const until = ends.length > 0 ? `, until ${ends.join(' and ')}` : '';
        const name = `${each.type.padEnd(16)}  ${each.name}`;
        terminal.out(`${each.application_id}  ${each.created_at.slice(0, 10)}  ${name}  (${keys}${until})\n`);
      }
    }),
});
