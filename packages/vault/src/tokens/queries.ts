import type { Classification } from '../access/permissions.ts';
import { idFromText } from '../ids.ts';
import type { SqlValue, Store } from '../store/port.ts';
import { type TokenRow, tokenFromRow } from './rows.ts';
import type { Token } from './token.ts';
import type { TokenTypeName } from './token-types.ts';

/** Which tokens of a tenant a list is about. Parts that are left out do not narrow it. */
export interface TokenFilter {
  /** What the caller may read; never left out. */
  classifications: readonly Classification[];
  ids?: readonly string[] | undefined;
  types?: readonly TokenTypeName[] | undefined;
  /** All of these entries, whatever the case of their values. */
  metadata?: Readonly<Record<string, string>> | undefined;
}

interface Condition {
  sql: string;
  parameters: readonly SqlValue[];
}

const oneOf = (column: string, values: readonly SqlValue[]): Condition =>
  values.length === 0
    ? { sql: '1 = 0', parameters: [] }
    : { sql: `${column} in (${values.map(() => '?').join(', ')})`, parameters: values };

const conditions = (tenant: Uint8Array, now: number, filter: TokenFilter): Condition => {
  const { classifications, ids, types, metadata = {} } = filter;
  const all: Condition[] = [
    { sql: 'tenant_id = ?', parameters: [tenant] },
    oneOf('classification', classifications),
    { sql: '(expires_at is null or expires_at > ?)', parameters: [now] },
    ...(ids
      ? [
          oneOf(
            'id',
            ids.flatMap((id) => idFromText(id) ?? []),
          ),
        ]
      : []),
    ...(types ? [oneOf('type', types)] : []),
    ...Object.entries(metadata).map(([key, value]) => ({
      sql: 'id in (select token_id from token_metadata where tenant_id = ? and key = ? and value_lower = ?)',
      parameters: [tenant, key, value.toLowerCase()],
    })),
  ];
  return { sql: all.map(({ sql }) => sql).join(' and '), parameters: all.flatMap(({ parameters }) => parameters) };
};

/** A page of tokens, newest first, and how many there are in all. Expired ones do not exist. */
export const listTokens = async (
  store: Store,
  tenantId: string,
  now: number,
  filter: TokenFilter,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ total: number; tokens: Token[] }> => {
  const tenant = idFromText(tenantId);
  if (!tenant) return { total: 0, tokens: [] };
  const { sql, parameters } = conditions(tenant, now, filter);
  const [counted] = await store.rows<{ total: number }>(
    `select count(*) as total from tokens where ${sql}`,
    parameters,
  );
  const rows = await store.rows<TokenRow>(
    `select * from tokens where ${sql} order by created_at desc, id desc limit ? offset ?`,
    [...parameters, limit, offset],
  );
  return { total: counted?.total ?? 0, tokens: rows.map(tokenFromRow) };
};

/** A live token of a tenant. `id` comes from a path and may be any text. */
export const findToken = async (
  store: Store,
  tenantId: string,
  id: string,
  now: number,
): Promise<Token | undefined> => {
  const tenant = idFromText(tenantId);
  const key = idFromText(id);
  if (!tenant || !key) return undefined;
  const [row] = await store.rows<TokenRow>(
    'select * from tokens where tenant_id = ? and id = ? and (expires_at is null or expires_at > ?)',
    [tenant, key, now],
  );
  return row && tokenFromRow(row);
};
