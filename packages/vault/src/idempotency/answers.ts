import type { EncryptionContext, Sealed, TenantKeys } from '../keys/port.ts';
import { idColumn } from '../store/columns.ts';
import type { Reads, Statement } from '../store/port.ts';
import type { Conditions } from './replay.ts';

/** Milliseconds for which a stored answer is repeated for its request (docs/architecture.md §3.11). */
export const lifetime = 24 * 60 * 60 * 1000;

/** What stands for "another process answers this request right now" when a write comes back. */
export const answeredElsewhere = 'answered-elsewhere';

/** An answer as it went out: its body is JSON text, empty where there is none. */
export interface StoredAnswer {
  status: number;
  body: string;
}

/** What an answer is about. */
export interface About extends Partial<Conditions> {
  /** The tokens or reactors that it names: deleting one of them deletes the stored answer too. */
  tokens?: readonly string[];
  /** Milliseconds since the epoch, at which something ends that the answer may hold. */
  until?: number;
}

/** What is sealed of an answer. */
interface Content extends Conditions {
  body: string;
}

/** Where an answer is stored: `scope` is a MAC of what it answers. */
export interface Place {
  tenantId: string;
  scope: Uint8Array;
  /** Of the result of a reaction, the end is bound into the seal, so that no other one in the database keeps it readable for longer. */
  type: 'idempotency' | 'reaction';
}

const contextOf = ({ tenantId, scope, type }: Place, expiresAt: number): EncryptionContext => ({
  ...{ tenantId, tokenId: Buffer.from(scope).toString('base64'), type, version: 1, field: 'data' },
  ...(type === 'reaction' && { expiresAt }),
});

interface Row {
  request_mac: Uint8Array;
  status: number;
  kek_version: number;
  wrapped_dek: Uint8Array;
  sealed: Uint8Array;
  expires_at: number;
}

/** A stored answer that has not ended, still sealed. */
export const findAnswer = async (
  store: Reads,
  { tenantId, scope }: Place,
  now: number,
): Promise<{ mac: Uint8Array; status: number; sealed: Sealed; expiresAt: number } | undefined> => {
  const [row] = await store.rows<Row>(
    `select request_mac, status, kek_version, wrapped_dek, sealed, expires_at from idempotency
      where tenant_id = ? and scope = ? and expires_at > ?`,
    [idColumn(tenantId), scope, now],
  );
  return (
    row && {
      ...{ mac: row.request_mac, status: row.status, expiresAt: row.expires_at },
      sealed: { kekVersion: row.kek_version, wrappedDek: row.wrapped_dek, box: row.sealed },
    }
  );
};

/** Throws `TamperedError` or `KeyDestroyedError`. */
export const openAnswer = (
  keys: TenantKeys,
  place: Place,
  { sealed, expiresAt }: { sealed: Sealed; expiresAt: number },
): Content => JSON.parse(Buffer.from(keys.open(contextOf(place, expiresAt), sealed)).toString('utf8')) as Content;

/** Stores an answer for a day, or until something ends that it may hold. Fails where there is one already. */
export const storeAnswer = (
  keys: TenantKeys,
  place: Place,
  { status, body, mac, now }: StoredAnswer & { mac: Uint8Array; now: number },
  { tokens = [], shown = [], permissions = [], until = Number.POSITIVE_INFINITY }: About,
): Statement[] => {
  const { tenantId, scope } = place;
  const content: Content = { body, shown, permissions };
  const expiresAt = Math.min(now + lifetime, until);
  const { kekVersion, wrappedDek, box } = keys.seal(
    contextOf(place, expiresAt),
    Buffer.from(JSON.stringify(content), 'utf8'),
  );
  return [
    {
      sql: 'delete from idempotency where tenant_id = ? and scope = ? and expires_at <= ?',
      parameters: [idColumn(tenantId), scope, now],
    },
    {
      sql: `insert into idempotency
          (tenant_id, scope, request_mac, status, kek_version, wrapped_dek, sealed, expires_at)
        values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
      parameters: [idColumn(tenantId), scope, mac, status, kekVersion, wrappedDek, box, expiresAt],
      guard: { changes: 1, otherwise: answeredElsewhere },
    },
    ...tokens.map((id) => ({
      sql: 'insert into idempotency_tokens (tenant_id, token_id, scope) values (?, ?, ?)',
      parameters: [idColumn(tenantId), idColumn(id), scope],
    })),
  ];
};
