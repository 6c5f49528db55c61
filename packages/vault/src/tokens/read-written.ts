import { rulesOf } from '../access/access.ts';
import { actorOf } from '../access/origin.ts';
import { isPageKey } from '../access/page-keys.ts';
import { disclose, readsMostInPlain } from '../access/rules.ts';
import { idFromText, idToText } from '../ids.ts';
import type { TenantKeys } from '../keys/port.ts';
import type { Services } from '../services.ts';
import { idColumn } from '../store/columns.ts';
import type { Store } from '../store/port.ts';
import { auditRead, markRead } from './audit-token.ts';
import { type RowWithValue, readValue, withValue } from './large-values.ts';
import { openForm } from './masked-form.ts';
import { type Reader, tokenNotFound } from './reader.ts';
import { cvcOf, type TokenRow } from './rows.ts';
import { openCost, openText } from './seal.ts';
import { tokenType } from './token-types.ts';
import { detailsOf } from './told-details.ts';
import { isMasked, tellsDetails } from './view.ts';
import { type ShownRow, shownColumns, writeToken } from './write-token.ts';

export type MaskedRow = ShownRow & Pick<TokenRow, 'masked_kek_version' | 'masked_sealed'>;

type PlainRow = ShownRow &
  Pick<
    TokenRow,
    'kek_version' | 'wrapped_dek' | 'sealed' | 'cvc_kek_version' | 'cvc_wrapped_dek' | 'cvc_sealed' | 'cvc_expires_at'
  >;

type FoundRow = MaskedRow | RowWithValue<PlainRow>;

const maskedColumns = [...shownColumns, 'masked_kek_version', 'masked_sealed'] as const;

const valueColumns = [
  ...(['kek_version', 'wrapped_dek'] as const),
  ...(['cvc_kek_version', 'cvc_wrapped_dek', 'cvc_sealed', 'cvc_expires_at'] as const),
] as const;

/** Of the value, only what the caller will be shown is read: every column costs time. */
const columns = { masked: maskedColumns, plain: [...shownColumns, ...valueColumns] } as const;

const selects = (wanted: string) => {
  const by = (key: 'id' | 'alias', columns: string) =>
    `select ${columns} from tokens where tenant_id = ? and ${key} = ? and (expires_at is null or expires_at > ?)`;
  return { id: by('id', wanted), alias: by('alias', `id, ${wanted}`) };
};

const queries = {
  masked: selects(columns.masked.join(', ')),
  plain: selects(withValue(columns.plain)),
};

/** A live token by its id or alias (`findToken`), and its id. */
const find = async <Row>(
  store: Store,
  query: { id: string; alias: string },
  tenantId: string,
  id: string,
  now: number,
): Promise<{ id: string; row: Row } | undefined> => {
  const tenant = idColumn(tenantId);
  const uuid = idFromText(id);
  if (uuid) {
    const [row] = await store.rows<Row>(query.id, [tenant, uuid, now]);
    if (row) return { id: id.toLowerCase(), row };
  }
  if (id.includes('\0')) return undefined;
  const [row] = await store.rows<Row & { id: Uint8Array }>(query.alias, [tenant, id, now]);
  return row && { id: idToText(row.id), row };
};

/** The data as the caller sees it, in JSON, and how it is shown; `undefined` where the row does not hold what that takes. */
export type Shown = { how: 'reveal' | 'mask' | 'redact'; data: string; details?: string | undefined } | undefined;

interface Place {
  id: string;
  tenantId: string;
}

export const masked = (keys: TenantKeys, place: Place, row: MaskedRow): Shown => {
  const form = openForm(keys, place, row);
  if (!form) return undefined;
  return { how: 'mask', data: form.masked, details: tellsDetails('mask', row.mask) ? form.details : undefined };
};

const plain = (
  keys: TenantKeys,
  place: Place,
  row: Omit<PlainRow, 'sealed'>,
  box: Uint8Array,
  now: number,
): NonNullable<Shown> => {
  const data = { kekVersion: row.kek_version, wrappedDek: row.wrapped_dek, box };
  const token = { ...place, type: row.type, version: row.version, data, cvc: cvcOf(row) };
  return { how: 'reveal', data: openText(keys, token, now) };
};

/** The details of a token that is shown in plaintext. To open those that are kept with its masked form would be a second decryption. */
const plainDetails = async (
  services: Services,
  { type }: Pick<PlainRow, 'type'>,
  data: string,
): Promise<string | undefined> => {
  if (!tokenType(type).details) return undefined;
  return JSON.stringify(await detailsOf(services, type, JSON.parse(data)));
};

/**
 * One token as `readToken` finds and shows it, as the JSON of the answer: with one look-up of the columns that the answer needs, and
 * nothing parsed that the vault has written itself. Resolves to `undefined`, having done nothing, where that is not enough: for
 * sessions and calls of code, for tokens without a masked form, and for tokens that a caller sees in another way than most of those it may see.
 */
export const readWritten = async (
  services: Services,
  { caller, effort, saw }: Reader,
  id: string,
): Promise<string | undefined> => {
  const { store, keyring, clock, metrics } = services;
  const { tenantId, session } = caller;
  if (session || saw) return undefined;
  const rules = rulesOf(caller);
  const inPlain = readsMostInPlain(rules);
  const found = await find<FoundRow>(store, queries[inPlain ? 'plain' : 'masked'], tenantId, id, clock());
  if (!found) throw tokenNotFound();
  const { row } = found;
  const { type, classification, impact_level: impactLevel, restriction_policy: restrictionPolicy } = row;
  const lies = { privacy: { classification, impactLevel, restrictionPolicy }, container: row.container };
  const how = disclose(rules, 'read', lies, isMasked({ type, mask: row.mask ?? undefined }));
  if (how === 'hide') throw tokenNotFound();
  const place = { id: found.id, tenantId };
  const tells = !isPageKey(caller);

  const openPlain = async (plainRow: RowWithValue<PlainRow>): Promise<Shown> => {
    const { version, sealed, sealed_bytes } = plainRow;
    const box = await readValue(store, effort, tenantId, { id: idColumn(place.id), version, sealed, sealed_bytes });
    if (!box) return undefined;
    await effort.reserve(openCost({ data: { box } }));
    const opened = plain(keyring.tenant(tenantId), place, plainRow, box, clock());
    return tells ? { ...opened, details: await plainDetails(services, plainRow, opened.data) } : opened;
  };
  let shown: Shown;
  if (how === 'redact') shown = { how, data: 'null' };
  else if ('sealed' in row) shown = how === 'reveal' ? await openPlain(row) : undefined;
  else if (how === 'mask' && row.masked_sealed) {
    await effort.reserve(openCost({ data: { box: row.masked_sealed } }));
    shown = masked(keyring.tenant(tenantId), place, row);
  }
  if (!shown) return undefined;

  const read = { ...place, type };
  const actor = actorOf(caller);
  const keeping =
    shown.how === 'reveal'
      ? store.commit([auditRead(services, read, actor)])
      : services.reads.add([markRead(services, read, actor)]);
  if (keeping) await keeping;
  const counting = services.active.add([{ ...place, activeMonth: row.active_month }]);
  if (counting) await counting;
  metrics.tokenRead(type, shown.how);
  const { data, details } = shown;
  return writeToken(row, { ...place, data, details: tells ? details : undefined, fingerprint: tells });
};
