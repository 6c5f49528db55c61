import { idToText } from '../ids.ts';
import { columnId, idColumn } from '../store/columns.ts';
import type { Statement, Store } from '../store/port.ts';
import type { Entitled } from './access.ts';
import { compileRules } from './access-rules.ts';
import type { Grants } from './grants.ts';
import { type QuotaRow, quotaOf, type TenantQuota } from './quota.ts';

/** How long a session can be used, authorization included, in milliseconds. */
export const sessionLife = 3 * 60_000;

/** A session as it is kept. Its key and its nonce are known by hash alone. */
export interface Session {
  id: string;
  tenantId: string;
  /** Whose key opened it. */
  applicationId: string;
  /** The key it was opened with. */
  openedWith: string | undefined;
  /** The origin of the page whose frame opened it: it works nowhere else. */
  page: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
  /** What it may be used for; nothing until a server has said so. */
  grants: Grants | undefined;
}

interface Row {
  tenant_id: Uint8Array;
  id: Uint8Array;
  application_id: Uint8Array;
  opened_with: Uint8Array | null;
  page: string;
  expires_at: number;
  grants: string | null;
}

/** An earlier version wrote grants by names. What it has authorized ends within minutes, and cannot be used here until then. */
const grantsFrom = (text: string | null): Grants | undefined => {
  const grants: unknown = text === null ? undefined : JSON.parse(text);
  return Array.isArray(grants) ? (grants as Grants) : undefined;
};

const fromRow = (row: Row): Session => ({
  id: idToText(row.id),
  tenantId: idToText(row.tenant_id),
  applicationId: idToText(row.application_id),
  openedWith: columnId(row.opened_with),
  page: row.page,
  expiresAt: row.expires_at,
  grants: grantsFrom(row.grants),
});

export const insertSession = (
  session: Session,
  { keyHash, nonceHash, createdAt }: { keyHash: Uint8Array; nonceHash: Uint8Array; createdAt: number },
): Statement => ({
  sql: `insert into sessions (tenant_id, id, application_id, opened_with, key_hash, nonce_hash, page, expires_at, created_at)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  parameters: [
    idColumn(session.tenantId),
    idColumn(session.id),
    idColumn(session.applicationId),
    idColumn(session.openedWith),
    keyHash,
    nonceHash,
    session.page,
    session.expiresAt,
    createdAt,
  ],
});

/** What stands for "it was authorized before, or has ended" when a write comes back. */
export const alreadyAuthorized = 'already authorized';

/** Says once what a session may be used for, and by whose word. */
export const authorizeSession = (
  { tenantId, id, expiresAt }: Session,
  grants: Grants,
  { by, now }: { by: { applicationId: string; keyId?: string }; now: number },
): Statement => ({
  sql: `update sessions set authorized_by = ?, authorized_with = ?, grants = ?, expires_at = ?
    where tenant_id = ? and id = ? and authorized_by is null and expires_at > ?`,
  parameters: [
    idColumn(by.applicationId),
    idColumn(by.keyId),
    JSON.stringify(grants),
    expiresAt,
    idColumn(tenantId),
    idColumn(id),
    now,
  ],
  guard: { changes: 1, otherwise: alreadyAuthorized },
});

/** Ends the sessions that one key has opened or authorized. */
export const endSessionsOfKey = (tenantId: string, keyId: string): Statement => ({
  sql: 'delete from sessions where tenant_id = ? and (opened_with = ? or authorized_with = ?)',
  parameters: [idColumn(tenantId), idColumn(keyId), idColumn(keyId)],
});

/** Ends the sessions that the keys of an application have opened or authorized. */
export const endSessionsOf = (tenantId: string, applicationId: string): Statement => ({
  sql: 'delete from sessions where tenant_id = ? and (application_id = ? or authorized_by = ?)',
  parameters: [idColumn(tenantId), idColumn(applicationId), idColumn(applicationId)],
});

export const forgetSessions = (now: number): Statement => ({
  sql: 'delete from sessions where expires_at <= ?',
  parameters: [now],
});

const columns = 's.tenant_id, s.id, s.application_id, s.opened_with, s.page, s.expires_at, s.grants';

/** A live session of a tenant by its nonce. */
export const findSessionByNonce = async (
  store: Store,
  tenantId: string,
  nonceHash: Uint8Array,
  now: number,
): Promise<Session | undefined> => {
  const [row] = await store.rows<Row>(
    `select ${columns} from sessions s where s.nonce_hash = ? and s.tenant_id = ? and s.expires_at > ?`,
    [nonceHash, idColumn(tenantId), now],
  );
  return row && fromRow(row);
};

/**
 * A live session by its key, with what who gave its grants may still do. It may be used for nothing when one of the two applications is
 * gone.
 */
export const findSessionByKey = async (
  store: Store,
  keyHash: Uint8Array,
  now: number,
): Promise<
  | (Session & { testMode: boolean; quota: TenantQuota; giver: Pick<Entitled, 'rules' | 'permissions'> | undefined })
  | undefined
> => {
  const [row] = await store.rows<
    Row & QuotaRow & { permissions: string | null; rules: string | null; test_mode: number }
  >(
    `select ${columns}, a.permissions, a.rules, t.test_mode, t.tokens_a_day, t.bytes_a_day from sessions s
      join tenants t on t.id = s.tenant_id
      join applications o on o.tenant_id = s.tenant_id and o.id = s.application_id
      left join applications a on a.tenant_id = s.tenant_id and a.id = s.authorized_by
      where s.key_hash = ? and s.expires_at > ?`,
    [keyHash, now],
  );
  if (!row) return undefined;
  const session = { ...fromRow(row), testMode: row.test_mode !== 0, quota: quotaOf(row) };
  if (row.permissions === null) return { ...session, grants: undefined, giver: undefined };
  const rules = row.rules === null ? undefined : compileRules(JSON.parse(row.rules));
  return { ...session, giver: { permissions: new Set(JSON.parse(row.permissions)), ...(rules && { rules }) } };
};
