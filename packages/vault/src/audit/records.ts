import type { Origin } from '../access/origin.ts';
import { idToText } from '../ids.ts';
import type { Keyring } from '../keys/port.ts';
import type { Columns } from '../store/columns.ts';
import type { Statement } from '../store/port.ts';
import { auditRow } from './audit.ts';
import { rowDigest } from './row-digest.ts';

/** Rows beside tokens that decide who may do what. Each has a `version` that grows by one with every change. */
interface RecordKind {
  table: string;
  /** The column that says whose row it is. */
  owner: 'tenant_id' | 'id';
  /** Columns that change without a change of the record: wrapped keys when they are rewrapped, counters. */
  apart: ReadonlySet<string>;
}

/** The kinds by the name that the audit has for them. */
export const recordKinds = {
  tenant: { table: 'tenants', owner: 'id', apart: new Set() },
  application: { table: 'applications', owner: 'tenant_id', apart: new Set() },
  proxy: { table: 'proxies', owner: 'tenant_id', apart: new Set(['kek_version', 'wrapped_dek']) },
  reactor: { table: 'reactors', owner: 'tenant_id', apart: new Set(['kek_version', 'wrapped_dek']) },
  webhook: { table: 'webhooks', owner: 'tenant_id', apart: new Set() },
  reactor_formula: { table: 'reactor_formulas', owner: 'tenant_id', apart: new Set(['uses']) },
} as const satisfies Record<string, RecordKind>;

export type RecordName = keyof typeof recordKinds;

/** A whole row of a record. */
export type RecordColumns = Columns & { readonly id: Uint8Array | null; readonly version: number };

/** Whose record it is, and who has changed it; nobody with an id where the vault itself did, or a command. */
interface Recorded {
  tenantId: string;
  applicationId: string | undefined;
  origin: Origin | undefined;
}

/** What an audit row tells of a record: its version and the digest of its row. */
export const recordState = (kind: RecordName, columns: Columns & { readonly version: number }) => ({
  version: columns.version,
  digest: rowDigest(columns, recordKinds[kind].apart),
});

/**
 * The audit row of a record that was made or changed, with the digest of what was written, so that `audit verify` sees when the row is
 * changed behind the vault's back. It belongs behind the write of the row in the same commit: the lock on that row is what puts the audit
 * rows of one record in order. `changes` is what an update changed (`changesBetween`).
 */
export const auditRecord =
  ({ keyring, clock }: { keyring: Keyring; clock: () => number }, kind: RecordName) =>
  (
    { tenantId, applicationId, origin }: Recorded,
    operation: 'create' | 'update',
    columns: RecordColumns,
    changes?: string,
  ): Statement =>
    auditRow(keyring, {
      tenantId,
      ...{ actorId: applicationId, origin },
      entityType: kind,
      entityId: idToText(columns.id ?? new Uint8Array(16)),
      operation,
      createdAt: clock(),
      state: recordState(kind, columns),
      ...(changes !== undefined && { changes }),
    });
