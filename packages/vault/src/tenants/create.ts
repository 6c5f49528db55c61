import { newApiKey } from '../access/api-key.ts';
import { insertApplication } from '../access/applications.ts';
import { permissions } from '../access/permissions.ts';
import { auditRow } from '../audit/audit.ts';
import { idToText, type Random, uuid7 } from '../ids.ts';
import type { Keyring } from '../keys/port.ts';
import type { Services } from '../services.ts';
import { idColumn } from '../store/columns.ts';
import type { Store } from '../store/port.ts';

/** What a new tenant begins with. The key is shown here and never again. */
export interface NewTenant {
  tenantId: string;
  applicationId: string;
  key: string;
}

/**
 * Makes a tenant with its keys and a management application that may manage everything. The keys come first: a tenant
 * without keys could not be used, keys without a tenant harm nobody.
 */
export const createTenant = async (
  { store, keyring, clock, random }: { store: Store; keyring: Keyring; clock: () => number; random: Random },
  { name, testMode = false }: { name: string; testMode?: boolean },
): Promise<NewTenant> => {
  const newId = uuid7(clock, random);
  const tenantId = idToText(newId());
  const applicationId = idToText(newId());
  const key = newApiKey(random);
  const now = clock();
  await keyring.createTenant(tenantId);
  const event = { tenantId, actorId: undefined, operation: 'create', createdAt: now } as const;
  await store.commit([
    {
      sql: 'insert into tenants (id, name, owner_id, settings, test_mode, created_at) values (?, ?, ?, ?, ?, ?)',
      parameters: [idColumn(tenantId), name, newId(), '{}', testMode ? 1 : 0, now],
    },
    insertApplication(
      {
        id: applicationId,
        tenantId,
        name: 'Management',
        type: 'management',
        permissions: permissions.filter((p) => p.application_types.includes('management')).map((p) => p.type),
        createdAt: now,
        createdBy: undefined,
        modifiedAt: undefined,
        modifiedBy: undefined,
      },
      keyring.hashApiKey(key),
    ),
    auditRow(keyring, { ...event, entityType: 'tenant', entityId: tenantId }),
    auditRow(keyring, { ...event, entityType: 'application', entityId: applicationId }),
  ]);
  return { tenantId, applicationId, key };
};

/**
 * Deletes a tenant by destroying its keys: from here on its data is unreadable for good, in every backup of the data too, and its
 * API keys are refused, by other processes within a second. Its rows are removed by the sweeper (see `purge.ts`).
 */
export const deleteTenant = async (
  { keyring, authenticator }: { keyring: Keyring; authenticator: Pick<Services['authenticator'], 'forget'> },
  tenantId: string,
): Promise<void> => {
  await keyring.destroyTenant(tenantId);
  authenticator.forget();
};
