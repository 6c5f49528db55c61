import { idFromText } from '../ids.ts';
import { idColumn } from '../store/columns.ts';
import type { SqlValue, Store } from '../store/port.ts';
import { type TokenRow, tokenFromRow } from './rows.ts';
import type { Token } from './token.ts';

const live = (column: 'id' | 'alias') =>
  `select * from tokens where tenant_id = ? and ${column} = ? and (expires_at is null or expires_at > ?)`;

const byId = live('id');
const byAlias = live('alias');

/**
 * A live token of a tenant, by its id or alias. `id` comes from a path and may be any text. Only a text in the form of a UUID that is
 * not the id of a token is looked for twice.
 */
export const findToken = async (
  store: Store,
  tenantId: string,
  id: string,
  now: number,
): Promise<Token | undefined> => {
  const tenant = idFromText(tenantId);
  if (!tenant || id.includes('\0')) return undefined;
  const find = async (sql: string, value: SqlValue): Promise<Token | undefined> => {
    const [row] = await store.rows<TokenRow>(sql, [tenant, value, now]);
    return row && tokenFromRow(row);
  };
  const uuid = idFromText(id);
  return (uuid && (await find(byId, uuid))) ?? (await find(byAlias, id));
};

/** Fingerprints that one statement asks for; engines limit the size of statements. */
const together = 50;

/** A fingerprint as a key of maps. */
export const fingerprintKey = (fingerprint: Uint8Array): string => Buffer.from(fingerprint).toString('base64');

/** The oldest live token with each of these fingerprints, by `fingerprintKey`, whoever may read it. */
export const findOldest = async (
  store: Store,
  tenantId: string,
  fingerprints: readonly Uint8Array[],
  now: number,
): Promise<Map<string, Token>> => {
  const tenant = idColumn(tenantId);
  const found = new Map<string, Token>();
  for (let from = 0; from < fingerprints.length; from += together) {
    const some = fingerprints.slice(from, from + together);
    const arm = `select * from tokens where tenant_id = ? and fingerprint = ? and (expires_at is null or expires_at > ?)
      order by created_at, id limit 1`;
    const rows = await store.rows<TokenRow>(
      some.map((_, n) => `select * from (${arm}) as a${n}`).join(' union all '),
      some.flatMap((fingerprint) => [tenant, fingerprint, now]),
    );
    for (const row of rows) found.set(fingerprintKey(row.fingerprint), tokenFromRow(row));
  }
  return found;
};

/** Those of some aliases that tokens of the tenant have, expired ones that are not swept yet among them. */
export const takenAliases = async (
  store: Store,
  tenantId: string,
  aliases: readonly string[],
): Promise<Set<string>> => {
  const rows = await store.rows<{ alias: string }>(
    `select alias from tokens where tenant_id = ? and alias in (${aliases.map(() => '?').join(', ')})`,
    [idColumn(tenantId), ...aliases],
  );
  return new Set(rows.map(({ alias }) => alias));
};

const holders = {
  alias: `select * from tokens where tenant_id = ? and alias = ? and expires_at <= ?`,
  claim: `select t.* from token_claims c join tokens t on t.tenant_id = c.tenant_id and t.id = c.token_id
    where c.tenant_id = ? and c.fingerprint = ? and t.expires_at <= ?`,
} as const;

/** The token that has an alias or claims a fingerprint although its time has come: it waits to be swept. */
export const findHolders = async (
  store: Store,
  tenantId: string,
  by: keyof typeof holders,
  value: string | Uint8Array,
  now: number,
): Promise<Token[]> => (await store.rows<TokenRow>(holders[by], [idColumn(tenantId), value, now])).map(tokenFromRow);
