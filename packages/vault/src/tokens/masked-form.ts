import type { Json } from '../expressions/json.ts';
import { idToText } from '../ids.ts';
import type { MaskedContext, SealedMasked, TenantKeys } from '../keys/port.ts';
import type { MaskedForms } from '../keys/rewrap.ts';
import type { TokenRow } from './rows.ts';
import type { Token } from './token.ts';
import { type TokenTypeName, tokenType } from './token-types.ts';

/*
 * The masked form of a token is kept sealed beside its value, so that whoever may see no more costs one decryption: no data key is
 * unwrapped, no value is opened, and no expression is run. It is sealed for the token, its version, its mask and its value, and
 * written with them in one write. A token without one (an older row, or a long form) is masked when it is read.
 *
 * A release that changes the mask of a type, or what an expression gives, empties the column of the tokens it concerns by a
 * migration: other forms than those of the mask do not open.
 */

/** Bytes of the longest form that is kept. Longer ones would double what a token takes on disk. */
const longest = 4096;

const tagSize = 16;

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

type Place = Pick<Token, 'id' | 'tenantId' | 'type' | 'version'>;

/** `own` is the token's own mask as its row holds it. */
const contextOf = (
  { id, tenantId, type, version }: Place,
  own: string | undefined,
  valueTag: Uint8Array,
): MaskedContext => ({ tenantId, tokenId: id, type, version, mask: maskText(type, own), valueTag });

const contextOfToken = (token: Omit<Token, 'masked'>): MaskedContext =>
  contextOf(
    token,
    token.mask === undefined ? undefined : JSON.stringify(token.mask),
    token.data.box.subarray(-tagSize),
  );

/** Seals what a token shows by its policy, to be kept with it; `undefined` where it shows nothing, or too much to be kept twice. */
export const sealMasked = (
  keys: TenantKeys,
  token: Omit<Token, 'masked'>,
  shown: Json | undefined,
): SealedMasked | undefined => {
  if (shown === undefined) return undefined;
  const text = Buffer.from(JSON.stringify(shown), 'utf8');
  return text.byteLength > longest ? undefined : keys.sealMasked(contextOfToken(token), text);
};

/** The masked form that is kept with a token, as JSON; `undefined` where none is. Throws `TamperedError` or `KeyDestroyedError`. */
export const openMasked = (keys: TenantKeys, token: Token): string | undefined => {
  if (!token.masked) return undefined;
  const { buffer, byteOffset, byteLength } = keys.openMasked(contextOfToken(token), token.masked);
  return Buffer.from(buffer, byteOffset, byteLength).toString('utf8');
};

/** The tag at the end of the sealed value, in SQL. */
const valueTag = `substr(sealed, length(sealed) - ${tagSize - 1})`;

type FormRow = Pick<TokenRow, 'tenant_id' | 'id' | 'type' | 'version' | 'mask'> & {
  value_tag: Uint8Array;
  masked_kek_version: number;
  masked_sealed: Uint8Array;
};

/** Masked forms as rewrapping sees them: it seals each again for the place where it stands. */
export const maskedForms: MaskedForms = {
  select: `tenant_id, id, type, version, mask, ${valueTag} as value_tag, masked_kek_version, masked_sealed`,
  reseal: (keys, row) => {
    const { tenant_id, id, type, version, mask, value_tag, masked_kek_version, masked_sealed } =
      row as unknown as FormRow;
    const place = { id: idToText(id), tenantId: idToText(tenant_id), type, version };
    const context = contextOf(place, mask ?? undefined, value_tag);
    const form = keys.openMasked(context, { kekVersion: masked_kek_version, box: masked_sealed });
    const sealed = keys.sealMasked(context, form);
    form.fill(0);
    return sealed;
  },
};
