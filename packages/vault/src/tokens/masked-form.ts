import type { Json } from '../expressions/json.ts';
import { idToText } from '../ids.ts';
import type { MaskedContext, SealedMasked, TenantKeys } from '../keys/port.ts';
import type { MaskedForms } from '../keys/rewrap.ts';
import type { Details } from './details.ts';
import type { TokenRow } from './rows.ts';
import type { Token } from './token.ts';
import { type TokenTypeName, tokenType } from './token-types.ts';

/*
 * The masked form of a token is kept sealed beside its value, so that whoever may see no more costs one decryption: no data key is
 * unwrapped, no value is opened, and no expression is run. It is sealed for the token, its version, its mask and its value, and
 * written with them in one write. A token without one (an older row, or a long form) is masked when it is read.
 *
 * With it are kept the details of the token, on a second line: what the table of BINs said of a card is looked up when the card is
 * written, and not each time it is read. JSON has no line feed of its own. Forms of older releases have one line.
 *
 * A release that changes the mask of a type, or what an expression gives, empties the column of the tokens it concerns by a
 * migration: other forms than those of the mask do not open.
 */

/** Bytes of the longest form that is kept. Longer ones would double what a token takes on disk. */
const longest = 4096;

const typeMasks = new Map<TokenTypeName, string>();

/** The mask that holds for a token, as text. Those of types and of tokens differ in what they do to short values. */
const maskText = (type: TokenTypeName, own: string | undefined): string => {
  if (own !== undefined) return `token ${own}`;
  const known = typeMasks.get(type);
  if (known !== undefined) return known;
  const text = `type ${JSON.stringify(tokenType(type).mask ?? null)}`;
  typeMasks.set(type, text);
  return text;
};

/** What a form is bound to, as a row holds it. */
type FormRow = Pick<TokenRow, 'type' | 'version' | 'mask' | 'fingerprint' | 'modified_at'>;

type Place = Pick<Token, 'id' | 'tenantId'>;

const hexOf = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('hex');

/**
 * A version can come twice, after a failover that lost a write. Fingerprint and time tell the two apart, and the audit's digest covers
 * both. The value itself would do too, but then each masked read would have to read it.
 */
const contextOf = ({ id, tenantId }: Place, row: FormRow): MaskedContext => ({
  tenantId,
  tokenId: id,
  type: row.type,
  version: row.version,
  mask: maskText(row.type, row.mask ?? undefined),
  value: `${hexOf(row.fingerprint)} ${row.modified_at}`,
});

const contextOfToken = (token: Omit<Token, 'masked'>): MaskedContext =>
  contextOf(token, {
    type: token.type,
    version: token.version,
    mask: token.mask === undefined ? null : JSON.stringify(token.mask),
    fingerprint: token.fingerprint,
    modified_at: token.modifiedAt ?? null,
  });

/** In place: a copy would leave what was opened in a buffer that is shared. */
const textOf = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('utf8');

/**
 * Seals what a token shows by its policy, and its details, to be kept with it; `undefined` where it shows nothing, or too much to be
 * kept twice.
 */
export const sealMasked = (
  keys: TenantKeys,
  token: Omit<Token, 'masked'>,
  shown: Json | undefined,
  details: Details,
): SealedMasked | undefined => {
  if (shown === undefined) return undefined;
  const lines = [shown, ...(Object.keys(details).length > 0 ? [details] : [])];
  const text = Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n'), 'utf8');
  return text.byteLength > longest ? undefined : keys.sealMasked(contextOfToken(token), text);
};

/** What is kept with a token, as JSON. */
export interface KeptForm {
  masked: string;
  /** An object; `undefined` where the type has no details, and in forms of older releases. */
  details: string | undefined;
}

const readForm = (opened: Uint8Array): KeptForm => {
  const text = textOf(opened);
  const end = text.indexOf('\n');
  return end === -1
    ? { masked: text, details: undefined }
    : { masked: text.slice(0, end), details: text.slice(end + 1) };
};

/** What is kept with a token; `undefined` where nothing is. Throws `TamperedError` or `KeyDestroyedError`. */
export const openMasked = (keys: TenantKeys, token: Token): KeptForm | undefined => {
  if (!token.masked) return undefined;
  return readForm(keys.openMasked(contextOfToken(token), token.masked));
};

/** The same from columns of a row. */
export const openForm = (
  keys: TenantKeys,
  place: Place,
  row: FormRow & Pick<TokenRow, 'masked_kek_version' | 'masked_sealed'>,
): KeptForm | undefined => {
  const { masked_kek_version: kekVersion, masked_sealed: box } = row;
  return box && kekVersion !== null ? readForm(keys.openMasked(contextOf(place, row), { kekVersion, box })) : undefined;
};

type StoredForm = FormRow & {
  tenant_id: Uint8Array;
  id: Uint8Array;
  masked_kek_version: number;
  masked_sealed: Uint8Array;
};

/** Masked forms as rewrapping sees them: it seals each again for the place where it stands. */
export const maskedForms: MaskedForms = {
  select: 'tenant_id, id, type, version, mask, fingerprint, modified_at, masked_kek_version, masked_sealed',
  reseal: (keys, row) => {
    const { tenant_id, id, masked_kek_version, masked_sealed, ...form } = row as unknown as StoredForm;
    const context = contextOf({ id: idToText(id), tenantId: idToText(tenant_id) }, form);
    const opened = keys.openMasked(context, { kekVersion: masked_kek_version, box: masked_sealed });
    const sealed = keys.sealMasked(context, opened);
    opened.fill(0);
    return sealed;
  },
};
