import { idColumn } from '../store/columns.ts';
import type { Refusal, Statement } from '../store/port.ts';
import { metadataRows } from './metadata-rows.ts';
import type { Token } from './token.ts';

/** The rows by which a token is found: its metadata, and the labels of its search indexes. */
export const insertSideRows = (token: Token, labels: readonly Uint8Array[]): Statement[] => [
  ...metadataRows(token),
  ...labels.map((label) => ({
    sql: `insert into token_labels (tenant_id, token_id, label, classification, impact_level, created_at)
      values (?, ?, ?, ?, ?, ?)`,
    parameters: [
      idColumn(token.tenantId),
      idColumn(token.id),
      label,
      token.privacy.classification,
      token.privacy.impactLevel,
      token.createdAt,
    ],
  })),
];

/** Deletes those rows, so that others can take their place. */
export const deleteSideRows = ({ tenantId, id }: Token): Statement[] =>
  ['token_metadata', 'token_labels'].map((table) => ({
    sql: `delete from ${table} where tenant_id = ? and token_id = ?`,
    parameters: [idColumn(tenantId), idColumn(id)],
  }));

/**
 * Claims a fingerprint, so that of several requests that find no duplicate only one makes a token. Fails with `otherwise` when
 * another token has claimed it.
 */
export const claimFingerprint = ({ tenantId, id, fingerprint }: Token, otherwise: Refusal): Statement => ({
  sql: 'insert into token_claims (tenant_id, fingerprint, token_id) values (?, ?, ?) on conflict do nothing',
  parameters: [idColumn(tenantId), fingerprint, idColumn(id)],
  guard: { changes: 1, otherwise },
});

export const releaseClaims = ({ tenantId, id }: Token): Statement => ({
  sql: 'delete from token_claims where tenant_id = ? and token_id = ?',
  parameters: [idColumn(tenantId), idColumn(id)],
});

/**
 * Fails with `otherwise` when a token has the alias as its own id. Ids of tokens are drawn, so nobody can do it the other way round.
 * Changes nothing: a match would be written over with itself.
 */
export const assertNoSuchId = ({ tenantId, alias }: Token, otherwise: Refusal): Statement => ({
  sql: 'update tokens set version = version where tenant_id = ? and id = ?',
  parameters: [idColumn(tenantId), idColumn(alias)],
  guard: { changes: 0, otherwise },
});
