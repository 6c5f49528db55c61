import { auditRow } from '../audit/audit.ts';
import type { AgreementStep } from '../keys/dual-control/agreements.ts';
import type { Keyring } from '../keys/port.ts';
import type { Store } from '../store/port.ts';
import { tenantsInScope } from './audit-operator.ts';

const operations = { proposed: 'create', approved: 'update', done: 'use' } as const satisfies Record<
  AgreementStep['step'],
  string
>;

/**
 * Writes into the audit logs of the tenants concerned what operators have proposed, agreed to and done. They do that by commands that may have
 * no key of the vault, so the vault notes it as soon as it sees it, with the time at which it was done, and once, whichever process is first.
 */
export const auditAgreements = async ({ store, keyring }: { store: Store; keyring: Keyring }): Promise<void> => {
  const noted = new Set(
    (await store.rows<{ proposal: string; step: string }>('select proposal, step from audited_agreements')).map(
      ({ proposal, step }) => `${proposal} ${step}`,
    ),
  );
  const steps = await keyring.agreements.steps(({ proposal, step }) => noted.has(`${proposal} ${step}`));
  for (const { proposal, step, at, actorId, tenantId } of steps) {
    const tenants = await tenantsInScope(store, keyring, { tenantId });
    const about = {
      actorId,
      origin: undefined,
      entityType: 'key_proposal',
      entityId: proposal,
      createdAt: at,
    } as const;
    await store.commit([
      {
        sql: 'insert into audited_agreements (proposal, step) values (?, ?) on conflict do nothing',
        parameters: [proposal, step],
        guard: { changes: 1, otherwise: 'noted' },
      },
      ...tenants.map(({ id }) => auditRow(keyring, { ...about, tenantId: id, operation: operations[step] })),
    ]);
  }
};
