import type { Wire } from '@tessera/contract';
import type { Effort } from '../effort/effort.ts';
import { idToText } from '../ids.ts';
import { idColumn } from '../store/columns.ts';
import type { Reads, SqlValue } from '../store/port.ts';
import { wireTime } from '../times.ts';
import { type AuditEvent, masked, rowId } from './audit.ts';
import { readChanges } from './changes.ts';
import { entityTypes } from './entity-types.ts';

/** Which rows of a tenant's audit are asked for. Parts that are left out do not narrow them. */
export interface LogFilter {
  entityType: Wire['EntityType'] | undefined;
  entityId: string | undefined;
  /** From this time on, in milliseconds. */
  from: number | undefined;
  /** Before this time, in milliseconds. */
  before: number | undefined;
  /** The trace id of the request that left them. */
  trace?: string | undefined;
}

/** Bytes of an entry in an answer, more or less. */
const entryBytes = 500;

/** A place in the logs: behind the entry that was made at this time and has this number. */
export interface LogPlace {
  createdAt: number;
  n: number;
}

/** A row of the audit, as far as an entry of the logs shows it. */
export interface LogRow {
  n: number;
  mac: Uint8Array;
  actor_id: Uint8Array | null;
  actor_type: string;
  entity_type: Wire['EntityType'];
  entity_id: string;
  operation: AuditEvent['operation'];
  destination: string | null;
  reason: string | null;
  origin: string | null;
  trace: string | null;
  changes: string | null;
  created_at: number;
}

/** What to select for it. */
export const logColumns =
  'n, mac, actor_id, actor_type, entity_type, entity_id, operation, destination, reason, origin, trace, changes, created_at';

const done: Readonly<Record<AuditEvent['operation'], string>> = {
  create: 'created',
  read: 'retrieved',
  update: 'updated',
  delete: 'deleted',
  use: 'used',
  convert: 'became a token',
  expire: 'lost its verification code, whose time had come',
};

/** Kinds whose operations have words of their own. */
const doneToKinds: Readonly<
  Partial<Record<Wire['EntityType'], Readonly<Partial<Record<AuditEvent['operation'], string>>>>>
> = {
  // An approval is of something: its words are those of a wish.
  approval: { create: 'asked for', update: 'given', delete: 'refused' },
  backup: { use: 'restored' },
  bin_table: { create: 'imported' },
  code_run: { use: 'run with test data' },
  key_rewrap: { create: 'begun', delete: 'stopped' },
  key_version: { delete: 'destroyed' },
  key_operator: { create: 'added', delete: 'removed' },
  key_proposal: { create: 'made', update: 'agreed to', use: 'carried out' },
  page_origin: { create: 'added', delete: 'removed' },
};

const doneTo = ({ entity_type, operation }: LogRow): string => doneToKinds[entity_type]?.[operation] ?? done[operation];

const isMaskedRead = ({ operation, reason }: LogRow): boolean => operation === 'read' && reason === masked;

const messageOf = (row: LogRow): string => {
  const { entity_type, operation, destination, reason } = row;
  const why = isMaskedRead(row) ? ' retrieved masked' : ' shown to an operator in plaintext';
  return (
    entityTypes[entity_type] +
    (operation === 'read' && reason !== null ? why : ` ${doneTo(row)}`) +
    (destination === null ? '' : ` in a request to ${destination}`)
  );
};

/** An entry of the logs, in words; with details that documented entries do not have. */
export const viewLog =
  (tenantId: string, details = false) =>
  (row: LogRow): Wire['Log'] => ({
    id: rowId(row.mac),
    tenant_id: tenantId,
    ...(row.actor_id && { actor_id: idToText(row.actor_id) }),
    actor_type: row.actor_type,
    entity_type: row.entity_type,
    entity_id: row.entity_id,
    operation: row.operation,
    message: messageOf(row),
    ...(row.reason !== null && !isMaskedRead(row) && { reason: row.reason }),
    created_at: wireTime(row.created_at),
    ...(details && detailsOf(row)),
  });

const detailsOf = ({ origin, trace, changes }: LogRow): Partial<Wire['Log']> => ({
  ...(origin !== null && { origin }),
  ...(trace !== null && { trace_id: trace }),
  ...(changes !== null && { changes: readChanges(changes) }),
});

/** Rows of the table `audit`, and the order in which the index that holds them has them. */
export interface LogCondition {
  sql: string;
  parameters: readonly SqlValue[];
  order: string;
}

/**
 * The rows a filter is about, newest first, or those of them that come behind a place. A filter on an entity and on time is written as one range of an index. Apart from each
 * other they leave the choice to SQLite, which keeps no statistics and then takes the index of times and walks through it.
 */
export const logCondition = (
  tenantId: string,
  { entityType, entityId, from = 0, before = Number.MAX_SAFE_INTEGER }: LogFilter,
  place?: LogPlace,
): LogCondition => {
  // The place lies before `before`, since the list that it was found in ended there.
  const [end, marks] = place ? [[place.createdAt, place.n], '?, ?'] : [[before], '?'];
  const last = place ? 'created_at, n' : 'created_at';
  const [column, value] = entityId !== undefined ? ['entity_id', entityId] : ['entity_type', entityType];
  const tenant = idColumn(tenantId);
  if (value === undefined) {
    return {
      sql: `tenant_id = ? and created_at >= ? and (${last}) < (${marks})`,
      parameters: [tenant, from, ...end],
      order: 'created_at desc, n desc',
    };
  }
  const alsoType = entityId !== undefined && entityType !== undefined;
  return {
    sql: `tenant_id = ? and (${column}, created_at) >= (?, ?) and (${column}, ${last}) < (?, ${marks})${
      alsoType ? " and entity_type || '' = ?" : ''
    }`,
    parameters: [tenant, value, from, value, ...end, ...(alsoType ? [entityType] : [])],
    order: `${column} desc, created_at desc, n desc`,
  };
};

/** Entries that one statement passes by on the way to a page. */
export const stride = 100_000;

/** Steps for each of them: the walk is along an index. */
const perEntry = 40;

/**
 * The place behind the first so many entries, or behind so many from a place, or `undefined` where there are not more than those. It walks in strides, so that no
 * statement takes long, and charges each before it is made.
 */
export const placeBehind = async (
  { reads, effort }: { reads: Reads; effort: Pick<Effort, 'charge'> },
  conditionAt: (place: LogPlace | undefined) => LogCondition,
  entries: number,
  from?: LogPlace,
): Promise<LogPlace | undefined> => {
  let place = from;
  for (let left = entries; left > 0; left -= stride) {
    const { sql, parameters, order } = conditionAt(place);
    const step = Math.min(left, stride);
    effort.charge(step * perEntry);
    const [row] = await reads.rows<{ created_at: number; n: number }>(
      `select created_at, n from audit where ${sql} order by ${order} limit 1 offset ?`,
      [...parameters, step - 1],
    );
    if (!row) return undefined;
    place = { createdAt: row.created_at, n: row.n };
  }
  return place;
};

/** What a page of the logs starts behind: a place, or so many entries. */
type LogStart = { place: LogPlace } | { entries: number };

/** A page of the audit in words, newest first, and where the next page starts; `next` is `undefined` on the last one. */
export const listLogs = async (
  { reads, effort }: { reads: Reads; effort: Pick<Effort, 'charge' | 'occupy'> },
  tenantId: string,
  filter: LogFilter,
  { start, limit, details }: { start: LogStart; limit: number; details: boolean },
): Promise<{ entries: Wire['Log'][]; next: LogPlace | undefined }> => {
  const conditionAt = (place: LogPlace | undefined) => logCondition(tenantId, filter, place);
  const isFirst = 'entries' in start && start.entries === 0;
  const place = 'place' in start ? start.place : await placeBehind({ reads, effort }, conditionAt, start.entries);
  if (!isFirst && !place) return { entries: [], next: undefined };
  const { sql, parameters, order } = conditionAt(place);
  const found = await reads.rows<LogRow>(
    `select ${logColumns} from audit
      where ${sql} order by ${order} limit ?`,
    [...parameters, limit + 1],
  );
  const rows = found.slice(0, limit);
  effort.occupy(rows.length * entryBytes);
  const last = found.length > limit ? rows.at(-1) : undefined;
  return { entries: rows.map(viewLog(tenantId, details)), next: last && { createdAt: last.created_at, n: last.n } };
};
