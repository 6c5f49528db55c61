import type { Classification, ImpactLevel } from '../access/permissions.ts';
import type { RestrictionPolicy } from '../access/privacy.ts';
import { idToText } from '../ids.ts';
import { idColumn } from '../store/columns.ts';
import type { Refusal, SqlValue, Statement } from '../store/port.ts';
import { tokenRowDigest } from './digest.ts';
import type { Token } from './token.ts';
import type { TokenTypeName } from './token-types.ts';

/** A row of `tokens`. */
export interface TokenRow {
  tenant_id: Uint8Array;
  id: Uint8Array;
  alias: string | null;
  type: TokenTypeName;
  classification: Classification;
  impact_level: ImpactLevel;
  restriction_policy: RestrictionPolicy;
  container: string;
  metadata: string | null;
  encryption: string | null;
  mask: string | null;
  fingerprint_expression: string | null;
  search_indexes: string | null;
  fingerprint: Uint8Array;
  version: number;
  kek_version: number;
  wrapped_dek: Uint8Array;
  sealed: Uint8Array;
  cvc_kek_version: number | null;
  cvc_wrapped_dek: Uint8Array | null;
  cvc_sealed: Uint8Array | null;
  cvc_expires_at: number | null;
  masked_kek_version: number | null;
  masked_sealed: Uint8Array | null;
  expires_at: number | null;
  active_month: number;
  created_at: number;
  created_by: Uint8Array | null;
  modified_at: number | null;
  modified_by: Uint8Array | null;
}

const text = (id: Uint8Array | null): string | undefined => (id ? idToText(id) : undefined);
const asJson = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
const parsed = (value: string | null) => (value === null ? undefined : JSON.parse(value));

export const cvcOf = (
  row: Pick<TokenRow, 'cvc_sealed' | 'cvc_wrapped_dek' | 'cvc_kek_version' | 'cvc_expires_at'>,
): Token['cvc'] =>
  row.cvc_sealed && row.cvc_wrapped_dek && row.cvc_kek_version !== null && row.cvc_expires_at !== null
    ? {
        sealed: { kekVersion: row.cvc_kek_version, wrappedDek: row.cvc_wrapped_dek, box: row.cvc_sealed },
        expiresAt: row.cvc_expires_at,
      }
    : undefined;

const maskedOf = ({ masked_sealed: box, masked_kek_version: kekVersion }: TokenRow): Token['masked'] =>
  box && kekVersion !== null ? { kekVersion, box } : undefined;

export const tokenFromRow = (row: TokenRow): Token => ({
  id: idToText(row.id),
  tenantId: idToText(row.tenant_id),
  alias: row.alias ?? undefined,
  type: row.type,
  privacy: {
    classification: row.classification,
    impactLevel: row.impact_level,
    restrictionPolicy: row.restriction_policy,
  },
  container: row.container,
  metadata: parsed(row.metadata),
  encryption: parsed(row.encryption),
  mask: parsed(row.mask),
  fingerprintExpression: row.fingerprint_expression ?? undefined,
  searchIndexes: parsed(row.search_indexes),
  fingerprint: row.fingerprint,
  version: row.version,
  data: { kekVersion: row.kek_version, wrappedDek: row.wrapped_dek, box: row.sealed },
  cvc: cvcOf(row),
  masked: maskedOf(row),
  expiresAt: row.expires_at ?? undefined,
  activeMonth: row.active_month,
  createdAt: row.created_at,
  createdBy: text(row.created_by),
  modifiedAt: row.modified_at ?? undefined,
  modifiedBy: text(row.modified_by),
});

type Columns = Record<Exclude<keyof TokenRow, 'active_month'>, SqlValue>;

/** The month stands apart: it moves on with reads, and a write of the rest must not put it back. */
const makeColumns = (token: Token): Columns => ({
  tenant_id: idColumn(token.tenantId),
  id: idColumn(token.id),
  alias: token.alias ?? null,
  type: token.type,
  classification: token.privacy.classification,
  impact_level: token.privacy.impactLevel,
  restriction_policy: token.privacy.restrictionPolicy,
  container: token.container,
  metadata: asJson(token.metadata),
  encryption: asJson(token.encryption),
  mask: asJson(token.mask),
  fingerprint_expression: token.fingerprintExpression ?? null,
  search_indexes: asJson(token.searchIndexes),
  fingerprint: token.fingerprint,
  version: token.version,
  kek_version: token.data.kekVersion,
  wrapped_dek: token.data.wrappedDek,
  sealed: token.data.box,
  cvc_kek_version: token.cvc?.sealed.kekVersion ?? null,
  cvc_wrapped_dek: token.cvc?.sealed.wrappedDek ?? null,
  cvc_sealed: token.cvc?.sealed.box ?? null,
  cvc_expires_at: token.cvc?.expiresAt ?? null,
  masked_kek_version: token.masked?.kekVersion ?? null,
  masked_sealed: token.masked?.box ?? null,
  expires_at: token.expiresAt ?? null,
  created_at: token.createdAt,
  created_by: idColumn(token.createdBy),
  modified_at: token.modifiedAt ?? null,
  modified_by: idColumn(token.modifiedBy),
});

const made = new WeakMap<Token, Columns>();

/** The columns of a token. Its row, their digest and their size are asked for one after the other. */
const columnsOf = (token: Token): Readonly<Columns> => {
  const known = made.get(token);
  if (known) return known;
  const columns = makeColumns(token);
  made.set(token, columns);
  return columns;
};

/** The digest of the row that a token is kept as, for its audit. */
export const tokenDigest = (token: Token): Uint8Array => tokenRowDigest(columnsOf(token));

/** About as many bytes as a token takes in the database. */
export const storedBytes = (token: Token): number =>
  Object.values(columnsOf(token)).reduce<number>((sum, value) => {
    if (typeof value === 'string') return sum + value.length;
    return sum + (value instanceof Uint8Array ? value.byteLength : 8);
  }, 0);

/** What stands for "this token is not there (any more) as it was read" when a write comes back. */
export const overtaken = 'overtaken';

/** Inserts the row of a token. Fails with `otherwise` when another token has its alias. */
export const insertRow = (token: Token, otherwise: Refusal): Statement => {
  const columns = { ...columnsOf(token), active_month: token.activeMonth };
  const names = Object.keys(columns);
  return {
    sql: `insert into tokens (${names.join(', ')}) values (${names.map(() => '?').join(', ')}) on conflict do nothing`,
    parameters: Object.values(columns),
    guard: { changes: 1, otherwise },
  };
};

/** Writes a token over the version it was read at; fails as `overtaken` when that is no longer the newest. */
export const updateRow = (token: Token, readVersion: number): Statement => {
  const { tenant_id, id, ...columns } = columnsOf(token);
  const changed = Object.keys(columns).map((name) => `${name} = ?`);
  return {
    sql: `update tokens set ${changed.join(', ')} where tenant_id = ? and id = ? and version = ?`,
    parameters: [...Object.values(columns), tenant_id, id, readVersion],
    guard: { changes: 1, otherwise: overtaken },
  };
};

/** Deletes the row of a token, and with it all rows that hang on it; fails as `overtaken` when it was changed meanwhile. */
export const deleteRow = ({ tenantId, id, version }: Pick<Token, 'tenantId' | 'id' | 'version'>): Statement => ({
  sql: 'delete from tokens where tenant_id = ? and id = ? and version = ?',
  parameters: [idColumn(tenantId), idColumn(id), version],
  guard: { changes: 1, otherwise: overtaken },
});
