import type { Caller } from '../access/authenticate.ts';
import type { Effort } from '../effort/effort.ts';
import { idFromText } from '../ids.ts';
import { ApiError } from '../problem.ts';
import type { Services } from '../services.ts';
import { idColumn } from '../store/columns.ts';
import type { SqlValue, Store } from '../store/port.ts';
import { type RemovableRow, removable, removableColumns } from './expire.ts';
import { type RowWithValue, readValue, withValue } from './large-values.ts';
import { type TokenRow, tokenFromRow } from './rows.ts';
import type { Token } from './token.ts';
import type { RemovableToken } from './writes.ts';

/** All columns of a token but its value. */
const apart: Record<Exclude<keyof TokenRow, 'sealed'>, true> = {
  tenant_id: true,
  id: true,
  alias: true,
  type: true,
  classification: true,
  impact_level: true,
  restriction_policy: true,
  container: true,
  metadata: true,
  encryption: true,
  mask: true,
  fingerprint_expression: true,
  search_indexes: true,
  fingerprint: true,
  version: true,
  kek_version: true,
  wrapped_dek: true,
  cvc_kek_version: true,
  cvc_wrapped_dek: true,
  cvc_sealed: true,
  cvc_expires_at: true,
  masked_kek_version: true,
  masked_sealed: true,
  expires_at: true,
  active_month: true,
  created_at: true,
  created_by: true,
  modified_at: true,
  modified_by: true,
};

const wholeRow = withValue(Object.keys(apart) as (keyof typeof apart)[]);

const live = (column: 'id' | 'alias') =>
  `select ${wholeRow} from tokens where tenant_id = ? and ${column} = ? and (expires_at is null or expires_at > ?)`;

const byId = live('id');
const byAlias = live('alias');

/** Whose tokens are looked for, and what their values count for. */
interface Finder {
  caller: Pick<Caller, 'tenantId'>;
  effort: Pick<Effort, 'occupy' | 'reserve'>;
}

/** How often a row is read again that somebody changed before its large value could be read. */
const tries = 5;

/**
 * A live token of the caller's tenant, by its id or alias. `id` comes from a path and may be any text. Only a text in the form of a UUID
 * that is not the id of a token is looked for twice. What its value occupies counts for the request.
 */
export const findToken = async (
  { store, clock }: Pick<Services, 'store' | 'clock'>,
  { caller, effort }: Finder,
  id: string,
): Promise<Token | undefined> => {
  const tenant = idFromText(caller.tenantId);
  if (!tenant || id.includes('\0')) return undefined;
  const find = async (sql: string, value: SqlValue): Promise<Token | undefined> => {
    for (let time = 0; time < tries; time += 1) {
      const [row] = await store.rows<RowWithValue<TokenRow>>(sql, [tenant, value, clock()]);
      if (!row) return undefined;
      const sealed = await readValue(store, effort, caller.tenantId, row);
      if (sealed) return tokenFromRow({ ...row, sealed });
    }
    throw new ApiError('conflict', 'The token is being changed all the time; try again.');
  };
  const uuid = idFromText(id);
  return (uuid && (await find(byId, uuid))) ?? (await find(byAlias, id));
};

/** Fingerprints that one statement asks for; engines limit the size of statements. */
const together = 50;

/** A fingerprint as a key of maps. */
export const fingerprintKey = (fingerprint: Uint8Array): string => Buffer.from(fingerprint).toString('base64');

/**
 * The oldest live token with each of these fingerprints, by `fingerprintKey`, whoever may read it. One that changes meanwhile may be left
 * out: the write decides.
 */
export const findOldest = async (
  { store, clock }: Pick<Services, 'store' | 'clock'>,
  { caller, effort }: Finder,
  fingerprints: readonly Uint8Array[],
): Promise<Map<string, Token>> => {
  const tenant = idColumn(caller.tenantId);
  const now = clock();
  const found = new Map<string, Token>();
  for (let from = 0; from < fingerprints.length; from += together) {
    const some = fingerprints.slice(from, from + together);
    const arm = `select ${wholeRow} from tokens where tenant_id = ? and fingerprint = ? and (expires_at is null or expires_at > ?)
      order by created_at, id limit 1`;
    const rows = await store.rows<RowWithValue<TokenRow>>(
      some.map((_, n) => `select * from (${arm}) as a${n}`).join(' union all '),
      some.flatMap((fingerprint) => [tenant, fingerprint, now]),
    );
    for (const row of rows) {
      const sealed = await readValue(store, effort, caller.tenantId, row);
      if (sealed) found.set(fingerprintKey(row.fingerprint), tokenFromRow({ ...row, sealed }));
    }
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
  alias: `select ${removableColumns.join(', ')} from tokens where tenant_id = ? and alias = ? and expires_at <= ?`,
  claim: `select ${removableColumns.map((name) => `t.${name}`).join(', ')} from token_claims c join tokens t on t.tenant_id = c.tenant_id and t.id = c.token_id
    where c.tenant_id = ? and c.fingerprint = ? and t.expires_at <= ?`,
} as const;

/** The token that has an alias or claims a fingerprint although its time has come: it waits to be swept. */
export const findHolders = async (
  store: Store,
  tenantId: string,
  by: keyof typeof holders,
  value: string | Uint8Array,
  now: number,
): Promise<RemovableToken[]> =>
  (await store.rows<RemovableRow>(holders[by], [idColumn(tenantId), value, now])).map(removable);
