import { makeKey } from '../access/application-keys.ts';
import { type Application, applicationColumns, insertApplication } from '../access/applications.ts';
import { type Actor, theVault } from '../access/origin.ts';
import { presets } from '../access/presets.ts';
import type { TenantQuota } from '../access/quota.ts';
import { auditRecord } from '../audit/records.ts';
import { idToText, type Random, uuid7 } from '../ids.ts';
import type { Keyring } from '../keys/port.ts';
import type { Services } from '../services.ts';
import type { Store } from '../store/port.ts';
import { insertTenant, type Tenant, tenantColumns } from './store.ts';

/** As much as every tenant may store. */
const noQuota: TenantQuota = { tokens: undefined, bytes: undefined };

/** What a new tenant begins with. The key is shown here and never again. */
export interface NewTenant {
  tenantId: string;
  applicationId: string;
  key: string;
}

interface WantedTenant {
  name: string;
  testMode?: boolean;
  quota?: TenantQuota;
  /** Who makes it; on the command line nobody has an id, and the audit names the vault itself. */
  by?: Actor;
}

/**
 * Makes a tenant with its keys and a management application that may manage everything. The keys come first: a tenant
 * without keys could not be used, keys without a tenant harm nobody.
 */
export const createTenant = async (
  { store, keyring, clock, random }: { store: Store; keyring: Keyring; clock: () => number; random: Random },
  { name, testMode = false, quota = noQuota, by = theVault }: WantedTenant,
): Promise<NewTenant> => {
  const newId = uuid7(clock, random);
  const tenantId = idToText(newId());
  const applicationId = idToText(newId());
  const { secret, key } = makeKey(
    { keyring, clock, random },
    { version: 1, expiresAt: undefined, createdBy: by.actorId },
  );
  const now = clock();
  await keyring.createTenant(tenantId);
  const tenant: Tenant = {
    id: tenantId,
    ownerId: idToText(newId()),
    name,
    settings: {},
    testMode,
    quota,
    version: 1,
    createdAt: now,
    modifiedAt: undefined,
    modifiedBy: undefined,
  };
  const application: Application = {
    id: applicationId,
    tenantId,
    name: 'Management',
    type: presets.operator.type,
    permissions: [...presets.operator.permissions],
    rules: undefined,
    keys: [key],
    expiresAt: undefined,
    version: 1,
    createdAt: now,
    createdBy: by.actorId,
    modifiedAt: undefined,
    modifiedBy: undefined,
  };
  const actor = { tenantId, applicationId: by.actorId, origin: by.origin };
  const at = { keyring, clock: () => now };
  await store.commit([
    insertTenant(tenant),
    ...insertApplication(application),
    auditRecord(at, 'tenant')(actor, 'create', tenantColumns(tenant)),
    auditRecord(at, 'application')(actor, 'create', applicationColumns(application)),
  ]);
  return { tenantId, applicationId, key: secret };
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
