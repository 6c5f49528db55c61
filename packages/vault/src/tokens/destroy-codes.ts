import { theVault } from '../access/origin.ts';
import { auditRow } from '../audit/audit.ts';
import { idToText } from '../ids.ts';
import type { Isolate } from '../isolate.ts';
import type { Services } from '../services.ts';
import { idColumn } from '../store/columns.ts';
import type { Statement } from '../store/port.ts';
import { destroyIntentCodes } from './intents/intent.ts';
import { overtaken, type TokenRow } from './rows.ts';
import { longestCvcLife } from './seal.ts';
import { tokenType } from './token-types.ts';

/** An expiry later than the vault would ever set was changed in the database by somebody else; such a code is destroyed at once. */
const due = '(cvc_expires_at <= ? or cvc_expires_at > ?)';
const bounds = (now: number): [number, number] => [now, now + longestCvcLife];

const destroy =
  'update tokens set cvc_kek_version = null, cvc_wrapped_dek = null, cvc_sealed = null, cvc_expires_at = null where';

/** Codes destroyed in one write. */
const batch = 200;

/** How often other processes may be quicker with one of a batch. */
const tries = 100;

type Due = Pick<TokenRow, 'id' | 'type'>;

/** Destroys the codes of a tenant, each in one write with a row of the audit. */
const destroyAndTell = async (
  { store, keyring }: Pick<Services, 'store' | 'keyring'>,
  tenantId: string,
  now: number,
): Promise<void> => {
  const tenant = idColumn(tenantId);
  const destroyOne = ({ id, type }: Due): Statement[] => [
    {
      sql: `${destroy} tenant_id = ? and id = ? and ${due}`,
      parameters: [tenant, id, ...bounds(now)],
      guard: { changes: 1, otherwise: overtaken },
    },
    auditRow(keyring, {
      ...{ tenantId, ...theVault, entityType: tokenType(type).entityType, entityId: idToText(id) },
      ...{ operation: 'expire', createdAt: now },
    }),
  ];
  for (let failures = 0; failures < tries; ) {
    const rows = await store.rows<Due>(`select id, type from tokens where tenant_id = ? and ${due} limit ${batch}`, [
      tenant,
      ...bounds(now),
    ]);
    if (rows.length === 0) return;
    if ((await store.commit(rows.flatMap(destroyOne))) !== undefined) failures += 1;
  }
};

/**
 * Destroys verification codes whose time has come, together with their keys. Of tenants that are to be told, the audit has a row for
 * each code; those of all others go by one statement, because rows for them would double what cards write. Codes are destroyed also
 * where no row of the audit can be written.
 */
export const destroyCodes = async (services: Services, isolate: Isolate, told: ReadonlySet<string>): Promise<void> => {
  const { store, keyring, clock } = services;
  const now = clock();
  for (const tenantId of told) {
    if (!keyring.has(tenantId)) continue;
    await isolate('destroy-codes', () => destroyAndTell(services, tenantId, now), tenantId);
  }
  await store.commit([{ sql: `${destroy} ${due}`, parameters: bounds(now) }, destroyIntentCodes(now)]);
};
