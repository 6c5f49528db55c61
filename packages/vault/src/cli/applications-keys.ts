import { type ApplicationKey, liveKeys, makeKey, mostKeys } from '../access/application-keys.ts';
import {
  type Application,
  applicationColumns,
  applicationOvertaken,
  deleteApplication,
  findApplicationAnywhere,
  updateApplication,
} from '../access/applications.ts';
import { endSessionsOf } from '../access/sessions.ts';
import { auditRow } from '../audit/audit.ts';
import { changesBetween } from '../audit/changes.ts';
import { auditRecord } from '../audit/records.ts';
import { applicationFacts } from '../resources/change-application.ts';
import type { Statement } from '../store/port.ts';
import { command } from './command.ts';
import { CommandError } from './command-error.ts';
import { storageFlags } from './storage.ts';
import { type OpenVault, withVault } from './with-vault.ts';

/** Writes what a command changes, with its audit row. Nobody with an id of their own runs a command: the audit names the vault itself. */
const write = async ({ data }: Pick<OpenVault, 'data'>, statements: readonly Statement[]): Promise<void> => {
  if ((await data.commit(statements)) === applicationOvertaken) {
    throw new CommandError('Somebody else changed or deleted this application meanwhile. Nothing was done; try again.');
  }
};

const find = async ({ data }: Pick<OpenVault, 'data'>, id: string): Promise<Application> => {
  const found = await findApplicationAnywhere(data, id.toLowerCase());
  if (!found) throw new CommandError('There is no application with this id. See: tessera-vault applications list');
  return found;
};

const isoTime = (time: number): string => new Date(time).toISOString();

type Vault = Pick<OpenVault, 'data' | 'keyring' | 'clock' | 'random' | 'actor'>;

/** When the keys of an application end that another one replaces: those that were to end sooner still do. */
const ending = (keys: readonly ApplicationKey[], end: number): ApplicationKey[] =>
  keys.map((key) => ({ ...key, expiresAt: Math.min(key.expiresAt ?? end, end) }));

/**
 * Gives an application another key. Those before it work for `overlap` milliseconds more. Throws `CommandError` if it has as many keys
 * as it may have.
 */
export const rotateKey = async (
  vault: Vault,
  before: Application,
  overlap: number,
): Promise<{ key: string; formerEndsAt: number | undefined }> => {
  const now = vault.clock();
  const formerEndsAt = overlap > 0 ? now + overlap : undefined;
  const kept = formerEndsAt === undefined ? [] : ending(liveKeys(before.keys, now), formerEndsAt);
  if (kept.length >= mostKeys) {
    throw new CommandError(
      `This application has ${mostKeys} keys that work, and no more can. Wait until one of them ends, or leave --overlap out ` +
        'to stop all of them now.',
    );
  }
  const { secret, key } = makeKey(vault, { version: before.version + 1, expiresAt: undefined, createdBy: undefined });
  const application: Application = {
    ...before,
    keys: [key, ...kept],
    version: before.version + 1,
    modifiedAt: now,
    modifiedBy: undefined,
  };
  const actor = { tenantId: application.tenantId, applicationId: undefined, origin: vault.actor.origin };
  await write(vault, [
    ...updateApplication(before, application),
    ...(formerEndsAt === undefined ? [endSessionsOf(application.tenantId, application.id)] : []),
    auditRow(vault.keyring, {
      tenantId: application.tenantId,
      ...vault.actor,
      entityType: 'application_key',
      entityId: key.id,
      operation: 'create',
      createdAt: now,
    }),
    auditRecord(vault, 'application')(
      actor,
      'update',
      applicationColumns(application),
      changesBetween(applicationFacts(before), applicationFacts(application)),
    ),
  ]);
  return { key: secret, formerEndsAt };
};

export const applicationsRotate = command('applications rotate', {
  summary: 'replaces the API keys of an application by a new one, shown once',
  flags: ['application-id', 'overlap', ...storageFlags, 'json'],
  notes: [
    'With --overlap the old keys work until the time is over: put the new one in place meanwhile.',
    'Without it the old keys, and sessions that they opened, end within a second. It works for lost keys.',
  ],
  run: ({ 'application-id': id, overlap, json, ...values }, terminal) =>
    withVault(values, terminal, async (vault) => {
      const application = await find(vault, id);
      const { key, formerEndsAt } = await rotateKey(vault, application, overlap * 60_000);
      const end = formerEndsAt === undefined ? undefined : isoTime(formerEndsAt);
      const told = { application_id: application.id, key, ...(end !== undefined && { former_key_ends_at: end }) };
      terminal.out(
        json
          ? `${JSON.stringify(told)}\n`
          : `The new API key of ${application.name} (${application.type}), not shown again:\n  ${key}\n` +
              `The old keys ${end === undefined ? 'stop within a second' : `work until ${end}`}.\n`,
      );
    }),
});

export const applicationsDelete = command('applications delete', {
  summary: 'deletes an application; its API keys stop within a second',
  flags: ['application-id', ...storageFlags, 'json'],
  notes: ['Tokens that it created stay. There is no way back: make another application instead.'],
  run: ({ 'application-id': id, json, ...values }, terminal) =>
    withVault(values, terminal, async (vault) => {
      const { id: applicationId, tenantId, name, keys } = await find(vault, id);
      await write(vault, [
        ...deleteApplication({ id: applicationId, tenantId, keys }),
        endSessionsOf(tenantId, applicationId),
        auditRow(vault.keyring, {
          tenantId,
          ...vault.actor,
          entityType: 'application',
          entityId: applicationId,
          operation: 'delete',
          createdAt: vault.clock(),
        }),
      ]);
      terminal.out(
        json
          ? `${JSON.stringify({ application_id: applicationId, deleted: true })}\n`
          : `The application ${name} (${applicationId}) is deleted.\n`,
      );
    }),
});
