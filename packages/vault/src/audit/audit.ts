import type { Wire } from '@tessera/contract';
import { isOperatorId } from '../access/operator-id.ts';
import type { Actor } from '../access/origin.ts';
import { uuid8Of } from '../ids.ts';
import { lengthPrefixed } from '../keys/length-prefixed.ts';
import type { Keyring, TenantKeys } from '../keys/port.ts';
import { idColumn } from '../store/columns.ts';
import type { Statement, Write } from '../store/port.ts';

/** What happened, to what, by whom and from where. Ids are UUID text; a missing actor is the vault itself. */
export interface AuditEvent extends Actor {
  tenantId: string;
  entityType: Wire['EntityType'];
  entityId: string;
  operation: 'create' | 'read' | 'update' | 'delete' | 'use' | 'convert' | 'expire';
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** What a write left of a token: its version and the digest of its row, so that an older row put back does not go unseen. */
  state?: { version: number; digest: Uint8Array };
  /** The host to which a use sent it. */
  destination?: string;
  /** Why an operator had it shown, in the operator's words; `masked` of what somebody read masked. */
  reason?: string;
  /** What an update changed (`changes.ts`). */
  changes?: string;
}

/**
 * Stands in the place of a reason where something was read masked, and tells such a read from one in plaintext. It is shorter than any reason
 * may be, so that no operator can give it.
 */
export const masked = '*';

/** The columns that the MAC of a row covers: all but its number, which the database gives and seals bind (`seal.ts`). */
export interface AuditedColumns extends Omit<AuditEvent, 'entityType' | 'operation'> {
  actorType: string;
  entityType: string;
  operation: string;
}

/** Names the layout; another layout gets another name. */
const format = 'tessera.audit.1';

export const auditMac = (keys: TenantKeys, row: AuditedColumns): Uint8Array =>
  keys.auditMac(
    lengthPrefixed([
      format,
      row.tenantId,
      row.actorId ?? '',
      row.actorType,
      row.entityType,
      row.entityId,
      row.operation,
      String(row.createdAt),
      ...(row.state ? [String(row.state.version), Buffer.from(row.state.digest).toString('hex')] : []),
      // One field more tells it from a state, which is two.
      ...(row.destination === undefined ? [] : [row.destination]),
      // Four fields more: with or without the others, no two layouts have the same number of fields.
      ...(row.reason === undefined ? [] : ['', 'reason', '', row.reason]),
      // Four each again, whose second field says which they are.
      ...(row.origin === undefined ? [] : ['', 'origin', row.origin.from, row.origin.trace ?? '']),
      ...(row.changes === undefined ? [] : ['', 'changes', '', row.changes]),
    ]),
  );

const insertAudit = `insert into audit
    (tenant_id, actor_id, actor_type, entity_type, entity_id, operation, created_at, version, digest, destination, reason, origin, trace, changes, mac)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** The MACs of the audit rows in a write: who holds one can tell later whether that write is still there. */
export const auditMacsIn = (write: Write): Uint8Array[] =>
  write.flatMap(({ sql, parameters }) => {
    const mac = sql === insertAudit ? parameters.at(-1) : undefined;
    return mac instanceof Uint8Array ? [mac] : [];
  });

/** Who acted: the vault itself, a person who uses the console, or a program with an API key. */
export const actorTypeOf = (actorId: string | undefined): 'system' | 'user' | 'application' => {
  if (actorId === undefined) return 'system';
  return isOperatorId(actorId) ? 'user' : 'application';
};

/** An event with its MAC under the tenant's audit key, in base64. Texts take a tenth of the memory of a row, while many wait to be written. */
export interface MarkedEvent extends AuditEvent {
  mac: string;
}

/** The MAC is made when something happens, not when the row is written: by then the keys may be gone. */
export const markEvent = (keyring: Keyring, event: AuditEvent): MarkedEvent => {
  const { buffer, byteOffset, byteLength } = auditMac(keyring.tenant(event.tenantId), {
    ...event,
    actorType: actorTypeOf(event.actorId),
  });
  return { ...event, mac: Buffer.from(buffer, byteOffset, byteLength).toString('base64') };
};

const insertOf = (event: AuditEvent, mac: Uint8Array): Statement => {
  const { tenantId, actorId, entityType, entityId, operation, createdAt, state, destination, reason, origin, changes } =
    event;
  return {
    sql: insertAudit,
    parameters: [
      idColumn(tenantId),
      idColumn(actorId),
      actorTypeOf(actorId),
      entityType,
      entityId,
      operation,
      createdAt,
      state?.version ?? null,
      state?.digest ?? null,
      destination ?? null,
      reason ?? null,
      origin?.from ?? null,
      origin?.trace ?? null,
      changes ?? null,
      mac,
    ],
  };
};

/** The row of an event that has its MAC. */
export const markedRow = (event: MarkedEvent): Statement => insertOf(event, Buffer.from(event.mac, 'base64'));

/**
 * The row of an event with its MAC under the tenant's audit key. It belongs into the write that it describes; a row never holds
 * a body or a value.
 */
export const auditRow = (keyring: Keyring, event: AuditEvent): Statement =>
  insertOf(event, auditMac(keyring.tenant(event.tenantId), { ...event, actorType: actorTypeOf(event.actorId) }));

/**
 * The id by which callers know an audit row: a UUID made of its MAC (version 8, RFC 9562 §5.8). It is the same whoever asks and however
 * often, and nobody without the keys can foresee it.
 */
export const rowId = (mac: Uint8Array): string => uuid8Of(mac);

/** How the log names an audit row: the first half of its MAC in hexadecimal, which nobody without the keys can foresee. */
export const rowMark = (mac: Uint8Array): string => Buffer.from(mac).toString('hex', 0, 16);
