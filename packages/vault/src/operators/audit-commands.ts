import { type AuditEvent, auditRow } from '../audit/audit.ts';
import type { Keyring } from '../keys/port.ts';
import type { Store } from '../store/port.ts';
import { tenantsInScope } from './audit-operator.ts';

/** What a command has done, as it is noted once. */
interface Done {
  /** What it is about, and which step of it this is. */
  about: string;
  step: string;
  event: Pick<AuditEvent, 'entityType' | 'entityId' | 'operation' | 'createdAt' | 'reason'>;
  command: string;
}

/** Steps of former times that are looked at, at most. */
const most = 10_000;

/** Key operators that came and went since the log was told of them. */
const operatorsChanged = async (keyring: Keyring, noted: ReadonlySet<string>, now: number): Promise<Done[]> => {
  const there = (await keyring.agreements.operators()).map(({ id, name, addedAt }) => ({
    ...{ id, name, addedAt, about: `operator ${id}`, step: `added ${addedAt}` },
  }));
  const added = there.map(
    ({ id, name, addedAt, about, step }): Done => ({
      ...{ about, step, command: 'keys operators' },
      event: { entityType: 'key_operator', entityId: id, operation: 'create', createdAt: addedAt, reason: name },
    }),
  );
  const current = new Set(there.map(({ about, step }) => `${about} ${step}`));
  const removed = [...noted].flatMap((note): Done[] => {
    const [, id, at] = /^operator (\S+) added (\d+)$/.exec(note) ?? [];
    if (id === undefined || current.has(note)) return [];
    return [
      {
        ...{ about: `operator ${id}`, step: `removed ${at}`, command: 'keys operators' },
        event: { entityType: 'key_operator', entityId: id, operation: 'delete', createdAt: now },
      },
    ];
  });
  return [...added, ...removed];
};

/** Tables of first digits of cards that were imported since. */
const binsImported = async (store: Store, now: number): Promise<Done[]> => {
  const editions = await store.rows<{ edition: number }>(
    "select edition from bin_editions where state = 'done' order by edition",
  );
  return editions.map(({ edition }) => ({
    ...{ about: 'bins', step: `edition ${edition}`, command: 'bins import' },
    event: { entityType: 'bin_table', entityId: String(edition), operation: 'create', createdAt: now },
  }));
};

/**
 * Writes into the audit logs of all tenants what commands have done that have no root key, and so none of the keys that entries are made
 * with: the vault that serves notes it when it sees it, and once, whichever process is first.
 */
export const auditCommands = async (services: {
  store: Store;
  keyring: Keyring;
  clock: () => number;
}): Promise<void> => {
  const { store, keyring, clock } = services;
  const notes = await store.rows<{ proposal: string; step: string }>(
    `select proposal, step from audited_agreements where proposal = 'bins' or proposal like 'operator %' limit ${most}`,
  );
  const noted = new Set(notes.map(({ proposal, step }) => `${proposal} ${step}`));
  const done = [...(await operatorsChanged(keyring, noted, clock())), ...(await binsImported(store, clock()))];
  for (const { about, step, event, command } of done) {
    if (noted.has(`${about} ${step}`)) continue;
    const tenants = await tenantsInScope(store, keyring, { tenantId: undefined });
    // Until there is a tenant, there is no log.
    if (tenants.length === 0) return;
    const by = { actorId: undefined, origin: { from: `command ${command}` } };
    await store.commit([
      {
        sql: 'insert into audited_agreements (proposal, step) values (?, ?) on conflict do nothing',
        parameters: [about, step],
        guard: { changes: 1, otherwise: 'noted' },
      },
      ...tenants.map(({ id }) => auditRow(keyring, { ...event, ...by, tenantId: id })),
    ]);
  }
};
