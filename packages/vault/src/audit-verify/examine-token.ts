import { idFromText } from '../ids.ts';
import { idColumn } from '../store/columns.ts';
import type { Store } from '../store/port.ts';
import { tokenRowDigest } from '../tokens/digest.ts';
import { openMasked } from '../tokens/masked-form.ts';
import { type TokenRow, tokenFromRow } from '../tokens/rows.ts';
import { openLasting, openStoredCvc } from '../tokens/seal.ts';
import { readBetweenWrites } from './between-writes.ts';
import type { Finding, Verification } from './finding.ts';
import type { TokenWrite } from './token-writes.ts';

/** Rows of tokens by the ids that the audit knows them by. */
export const tokensById = async (
  store: Store,
  tenantId: string,
  ids: readonly string[],
): Promise<Map<string, TokenRow>> => {
  const wanted = ids.flatMap((id) => idFromText(id) ?? []);
  if (wanted.length === 0) return new Map();
  const rows = await store.rows<TokenRow>(
    `select * from tokens where tenant_id = ? and id in (${wanted.map(() => '?').join(', ')})`,
    [idColumn(tenantId), ...wanted],
  );
  return new Map(rows.map((row) => [tokenFromRow(row).id, row]));
};

type Objection = Pick<Finding, 'kind' | 'message'>;

/** What is wrong with a token, given its last write; `undefined` when nothing is. */
export const compareToken = (
  tokenId: string,
  row: TokenRow | undefined,
  write: TokenWrite | undefined,
): Objection | undefined => {
  const token = `Token ${tokenId}`;
  if (!row) {
    if (!write || write.operation === 'delete') return undefined;
    return { kind: 'token-removed', message: `${token} is gone, and no row tells of its deletion.` };
  }
  if (!write) return { kind: 'token-unrecorded', message: `${token} is there, and no row tells of its making.` };
  if (write.operation === 'delete') {
    return { kind: 'token-returned', message: `${token} is there, although row ${write.n} tells of its deletion.` };
  }
  const version = write.version ?? 0;
  const recorded = `row ${write.n} tells of version ${version}`;
  if (row.version < version) {
    return { kind: 'token-rolled-back', message: `${token} is at version ${row.version}, but ${recorded}.` };
  }
  if (row.version > version) {
    return { kind: 'token-ahead', message: `${token} is at version ${row.version}, but ${recorded} as the last.` };
  }
  if (write.digest && Buffer.from(write.digest).equals(tokenRowDigest({ ...row }))) return undefined;
  return {
    kind: 'token-changed',
    message: `${token} is not what row ${write.n} left: it was edited, or moved there from another token or tenant.`,
  };
};

/**
 * Whether all that is sealed in a token opens. A verification code whose expiry was moved does not, nor does a masked form of another
 * token, version, mask or value.
 */
export const opens = ({ keyring }: Verification, row: TokenRow): boolean => {
  const token = tokenFromRow(row);
  try {
    const keys = keyring.tenant(token.tenantId);
    openLasting(keys, token);
    openStoredCvc(keys, token);
    openMasked(keys, token);
    return true;
  } catch {
    return false;
  }
};

/** Looks closely at a token that seemed wrong. */
export const examineToken = async (verification: Verification, tenantId: string, tokenId: string): Promise<void> => {
  const { store, report } = verification;
  const read = async () => (await tokensById(store, tenantId, [tokenId])).get(tokenId);
  const found = await readBetweenWrites(store, tenantId, tokenId, read);
  if (!found) return;
  const message = `What is sealed in token ${tokenId} cannot be opened.`;
  const finding =
    compareToken(tokenId, found.row, found.write) ??
    (found.row && !opens(verification, found.row) ? ({ kind: 'token-unreadable', message } as const) : undefined);
  if (finding) await report({ ...finding, tenantId, tokenId });
};
