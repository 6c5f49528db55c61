import { idColumn } from '../store/columns.ts';
import type { Statement } from '../store/port.ts';
import type { Token } from './token.ts';

/** Characters of a value that are indexed: engines limit the size of an entry. */
const indexed = 100;

/** A value as it is compared, whatever its case, and the part of it that an index finds. */
export const metadataTerm = (value: string): { lower: string; start: string } => {
  const lower = value.toLowerCase();
  return { lower, start: Array.from(lower).slice(0, indexed).join('') };
};

/** The metadata of a token in the form in which it is searched. */
export const metadataRows = ({ tenantId, id, metadata = {}, privacy, createdAt }: Token): Statement[] =>
  Object.entries(metadata).map(([key, value]) => {
    const { lower, start } = metadataTerm(value);
    return {
      sql: `insert into token_metadata
          (tenant_id, token_id, key, value_lower, value_start, classification, impact_level, created_at)
        values (?, ?, ?, ?, ?, ?, ?, ?)`,
      parameters: [
        idColumn(tenantId),
        idColumn(id),
        key,
        lower,
        start,
        privacy.classification,
        privacy.impactLevel,
        createdAt,
      ],
    };
  });
