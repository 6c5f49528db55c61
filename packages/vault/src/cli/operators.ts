import { roles } from '@tessera/contract/console';
import { endOperator, inviteOperator } from '../operators/invite.ts';
import { findOperator, listOperators } from '../operators/operator.ts';
import { command } from './command.ts';
import { CommandError } from './command-error.ts';
import { consoleOrigin } from './console-url.ts';
import { storageFlags } from './storage.ts';
import { whichTenant } from './which-tenants.ts';
import { type OpenVault, withVault } from './with-vault.ts';

const longestName = 100;

const at = ({ data, keyring, clock, random }: OpenVault) => ({ store: data, keyring, clock, random });

export const operatorsInvite = command('operators invite', {
  summary: 'invites a person to the console, by a link that works once',
  flags: [
    ...['name', 'role', 'tenant-id', 'all-tenants', 'console-public-url', 'console-port', 'public-url', 'tls-cert'],
    ...storageFlags,
    'json',
  ] as const,
  says: {
    name: 'Name of the person',
    'tenant-id': 'The tenant; may be left out where there is only one',
    'tls-cert': 'The certificate of serve, if it has one: the link then begins with https',
  },
  notes: [
    ...Object.entries(roles).map(([name, { job }]) => `  ${name.padEnd(14)} ${job}`),
    'The link works for 24 hours and is shown only here. Send it by a way that nobody else can read.',
  ],
  run: ({ name: given, role, 'tenant-id': id, 'all-tenants': all, json, ...values }, terminal) => {
    const name = given.trim();
    if (name === '' || name.length > longestName) {
      throw new CommandError(`--name takes 1 to ${longestName} characters.`, 2);
    }
    if (all && id !== undefined) throw new CommandError('Give either --tenant-id or --all-tenants.', 2);
    const origin = consoleOrigin({ ...values, 'console-host': 'localhost', secure: values['tls-cert'] !== undefined });
    return withVault(values, terminal, async (vault) => {
      const tenantId = all ? undefined : await whichTenant(id, vault);
      const { operator, secret, expiresAt } = await inviteOperator(at(vault), {
        name,
        role,
        tenantId,
        by: vault.actor,
      });
      const link = `${origin}/enrol#${secret}`;
      const until = new Date(expiresAt).toISOString();
      terminal.out(
        json
          ? `${JSON.stringify({ operator_id: operator.id, name, role, tenant_id: tenantId ?? null, link, expires_at: until })}\n`
          : [
              `${name} is invited as ${role} of ${tenantId === undefined ? 'all tenants' : `tenant ${tenantId}`}.`,
              `  operator  ${operator.id}`,
              `  link      ${link}`,
              `The link works once, until ${until}.`,
              '',
            ].join('\n'),
      );
    });
  },
});

export const operatorsList = command('operators list', {
  summary: 'shows who may use the console',
  flags: ['tenant-id', ...storageFlags, 'json'],
  notes: ['Newest first. With --tenant-id those of this tenant alone, without those of all tenants.'],
  run: ({ 'tenant-id': id, json, ...values }, terminal) =>
    withVault(values, terminal, async (vault) => {
      const tenantId = id === undefined ? undefined : await whichTenant(id, vault);
      const found = (await listOperators(vault.data, vault.keyring, tenantId)).map((operator) => ({
        operator_id: operator.id,
        name: operator.name,
        role: operator.role,
        tenant_id: operator.tenantId ?? null,
        ...{ passkeys: operator.passkeys, identities: operator.identities },
        created_at: new Date(operator.createdAt).toISOString(),
        ...(operator.revokedAt !== undefined && { revoked_at: new Date(operator.revokedAt).toISOString() }),
      }));
      if (json) return terminal.out(`${JSON.stringify({ operators: found })}\n`);
      if (found.length === 0)
        terminal.out('Nobody was invited to the console. See: tessera-vault operators invite --help\n');
      for (const each of found) {
        const state =
          each.revoked_at === undefined ? (each.passkeys + each.identities === 0 ? 'invited' : 'enrolled') : 'revoked';
        const scope = each.tenant_id ?? 'all tenants';
        terminal.out(
          `${each.operator_id}  ${each.created_at.slice(0, 10)}  ${each.role.padEnd(13)}  ${state.padEnd(8)}  ${each.name}  (${scope})\n`,
        );
      }
    }),
});

export const operatorsRevoke = command('operators revoke', {
  summary: 'ends the sessions, passkeys and links of a person',
  flags: ['operator-id', ...storageFlags, 'json'],
  notes: ['It works at once, also where the vault is being served.'],
  run: ({ 'operator-id': id, json, ...values }, terminal) =>
    withVault(values, terminal, async (vault) => {
      const operator = await findOperator(vault.data, vault.keyring, id);
      if (!operator) throw new CommandError(`There is no such operator. See: tessera-vault operators list`);
      if (operator.revokedAt !== undefined || !(await endOperator(at(vault), operator, vault.actor))) {
        throw new CommandError(`${operator.name} was revoked before.`);
      }
      terminal.out(
        json ? `${JSON.stringify({ operator_id: operator.id, revoked: true })}\n` : `${operator.name} is revoked.\n`,
      );
    }),
});
