import type { KeyObject } from 'node:crypto';
import type { Actor } from '../../access/origin.ts';
import { auditRow } from '../../audit/audit.ts';
import { forgetAnswers } from '../../idempotency/idempotency.ts';
import { idFromText, idToText, type Random } from '../../ids.ts';
import type { EncryptionContext, Sealed, TenantKeys } from '../../keys/port.ts';
import type { Services } from '../../services.ts';
import { columnId, idColumn, insertInto } from '../../store/columns.ts';
import { oneAfterTheOther } from '../../store/one-after-the-other.ts';
import type { Statement, Store } from '../../store/port.ts';
import { overtaken } from '../rows.ts';
import { keySize, privateKeyOf, publicBytesOf } from './key-pair.ts';

/** A key pair for client-side encryption, as it is kept. Ids are UUID text, times milliseconds. */
export interface ClientKey {
  id: string;
  tenantId: string;
  publicKey: Uint8Array;
  privateKey: Sealed;
  createdAt: number;
  createdBy: string | undefined;
  expiresAt: number;
}

type Identity = Pick<ClientKey, 'id' | 'tenantId' | 'expiresAt'>;

/** The end is bound into the seal, so that no other one in the database keeps the key usable for longer. */
const context = ({ id, tenantId, expiresAt }: Identity): EncryptionContext => ({
  ...{ tenantId, tokenId: id, type: 'client_key', version: 1, field: 'client-key', expiresAt },
});

/** A new key pair, its private half sealed. */
export const drawClientKey = (
  keys: TenantKeys,
  random: Random,
  identity: Identity,
): Pick<ClientKey, 'publicKey' | 'privateKey'> => {
  const bytes = random(keySize);
  const privateKey = keys.seal(context(identity), bytes);
  return { privateKey, publicKey: publicBytesOf(privateKeyOf(bytes)) };
};

/** The private half of a key. Throws `TamperedError` or `KeyDestroyedError`. */
export const openClientKey = (keys: TenantKeys, key: ClientKey): KeyObject =>
  privateKeyOf(keys.open(context(key), key.privateKey));

interface Row {
  tenant_id: Uint8Array;
  id: Uint8Array;
  public_key: Uint8Array;
  kek_version: number;
  wrapped_dek: Uint8Array;
  sealed: Uint8Array;
  created_at: number;
  created_by: Uint8Array | null;
  expires_at: number;
}

const fromRow = (row: Row): ClientKey => ({
  id: idToText(row.id),
  tenantId: idToText(row.tenant_id),
  publicKey: row.public_key,
  privateKey: { kekVersion: row.kek_version, wrappedDek: row.wrapped_dek, box: row.sealed },
  createdAt: row.created_at,
  createdBy: columnId(row.created_by),
  expiresAt: row.expires_at,
});

/** Keys that a tenant may have at a time: more than it needs to rotate them, and few enough for one list. */
export const mostClientKeys = 100;

/** What stands for "the tenant has as many keys as it may have" when a write comes back. */
export const tooManyClientKeys = 'too-many-client-keys';

/** Keeps a key, while there is room: the count and the write are one statement. */
export const insertClientKey = (key: ClientKey): Statement[] => {
  const { sql, parameters } = insertInto('client_keys', {
    tenant_id: idColumn(key.tenantId),
    id: idColumn(key.id),
    public_key: key.publicKey,
    kek_version: key.privateKey.kekVersion,
    wrapped_dek: key.privateKey.wrappedDek,
    sealed: key.privateKey.box,
    created_at: key.createdAt,
    created_by: idColumn(key.createdBy),
    expires_at: key.expiresAt,
  });
  const room = '(select count(*) from client_keys where tenant_id = ? and expires_at > ?) < ?';
  return [
    oneAfterTheOther,
    {
      sql: sql.replace(/values \((.*)\)$/, `select $1 where ${room}`),
      parameters: [...parameters, idColumn(key.tenantId), key.createdAt, mostClientKeys],
      guard: { changes: 1, otherwise: tooManyClientKeys },
    },
  ];
};

/** A key of a tenant that has not expired. `id` may be any text. */
export const findClientKey = async (
  { store, clock }: { store: Store; clock: () => number },
  tenantId: string,
  id: string,
): Promise<ClientKey | undefined> => {
  const uuid = idFromText(id);
  if (!uuid) return undefined;
  const [row] = await store.rows<Row>('select * from client_keys where tenant_id = ? and id = ? and expires_at > ?', [
    idColumn(tenantId),
    uuid,
    clock(),
  ]);
  return row && fromRow(row);
};

/** The keys of a tenant that have not expired, newest first. */
export const listClientKeys = async (
  { store, clock }: { store: Store; clock: () => number },
  tenantId: string,
): Promise<ClientKey[]> => {
  const rows = await store.rows<Row>(
    `select * from client_keys where tenant_id = ? and expires_at > ? order by created_at desc, id desc limit ${mostClientKeys}`,
    [idColumn(tenantId), clock()],
  );
  return rows.map(fromRow);
};

/** Destroys a key, by a call or (where the vault itself is the actor) because its time has come. Fails as `overtaken` when it is gone already. */
export const removeClientKey = (
  { keyring, clock }: Pick<Services, 'keyring' | 'clock'>,
  { tenantId, id, actor }: { tenantId: string; id: string; actor: Actor },
): Statement[] => [
  forgetAnswers({ tenantId, id }),
  {
    sql: 'delete from client_keys where tenant_id = ? and id = ?',
    parameters: [idColumn(tenantId), idColumn(id)],
    guard: { changes: 1, otherwise: overtaken },
  },
  auditRow(keyring, {
    ...{ tenantId, ...actor, entityType: 'client_key', entityId: id, operation: 'delete', createdAt: clock() },
  }),
];
