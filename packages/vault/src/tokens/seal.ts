import { isObject, type Json } from '../expressions/json.ts';
import type { EncryptionContext, TenantKeys } from '../keys/port.ts';
import type { Token } from './token.ts';
import { tokenType } from './token-types.ts';

type Identity = Pick<Token, 'id' | 'tenantId' | 'type' | 'version'>;

const context = ({ id, tenantId, type, version }: Identity, field: EncryptionContext['field']): EncryptionContext => ({
  tenantId,
  tokenId: id,
  type,
  version,
  field,
});

/** Takes the short-lived property out of the data, where its type has one. */
export const separate = (type: Token['type'], data: Json): { lasting: Json; cvc: Json | undefined } => {
  const { shortLived } = tokenType(type);
  if (!shortLived || !isObject(data)) return { lasting: data, cvc: undefined };
  const { [shortLived.name]: cvc, ...lasting } = data;
  return { lasting, cvc };
};

/** Data as it is sealed. */
export const encodeData = (value: Json): Uint8Array => Buffer.from(JSON.stringify(value), 'utf8');
/** In place: a copy would leave plaintext in a buffer that is shared. */
const textOf = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('utf8');
/** The inverse. */
export const decodeData = (opened: Uint8Array): Json => JSON.parse(textOf(opened)) as Json;

/** The longest that a verification code is kept, in milliseconds, whatever a row says (PCI DSS 3.3.1). */
export const longestCvcLife = 24 * 60 * 60 * 1000;

/** The expiry is part of what the code is sealed for, so that moving it keeps no code readable for longer. */
const cvcContext = (token: Identity, expiresAt: number): EncryptionContext => ({ ...context(token, 'cvc'), expiresAt });

/** Steps of reading and parsing, or of writing, a byte of JSON. */
const jsonCost = 15;

/** Steps of opening a token: of decrypting its data and parsing it. */
export const openCost = ({ data }: { data: { box: Uint8Array } }): number => data.box.length * jsonCost;

/** Steps of sealing a small value; what a larger one costs on top is known afterwards. */
export const sealCost = 20_000;

/** Steps of making the digest of a sealed token for the audit, and of handing it to the store. */
export const keepCost = ({ data }: Pick<Token, 'data'>): number => data.box.length * 4;

/** Seals data: the lasting part, and what is destroyed at `cvcExpiresAt` under a key of its own. */
export const seal = (
  keys: TenantKeys,
  token: Identity,
  { lasting, cvc }: { lasting: Json; cvc: Json | undefined },
  cvcExpiresAt: number,
): Pick<Token, 'data' | 'cvc'> => ({
  data: keys.seal(context(token, 'data'), encodeData(lasting)),
  cvc:
    cvc === undefined
      ? undefined
      : { sealed: keys.seal(cvcContext(token, cvcExpiresAt), encodeData(cvc)), expiresAt: cvcExpiresAt },
});

/** The lasting part of a token's data. Throws `TamperedError` or `KeyDestroyedError`. */
export const openLasting = (keys: TenantKeys, token: Token): Json =>
  decodeData(keys.open(context(token, 'data'), token.data));

/** A token as far as opening it goes. */
type SealedToken = Identity & Pick<Token, 'data' | 'cvc'>;

/** The short-lived part as long as its row holds it. Throws `TamperedError` when code or expiry are not what was written. */
export const openStoredCvc = (keys: TenantKeys, token: SealedToken): Json | undefined =>
  token.cvc && decodeData(keys.open(cvcContext(token, token.cvc.expiresAt), token.cvc.sealed));

/** The short-lived part, while it is there. Past its time it is gone for readers even before it is destroyed. */
export const openCvc = (keys: TenantKeys, token: SealedToken, now: number): Json | undefined => {
  const isThere = token.cvc && token.cvc.expiresAt > now && token.cvc.expiresAt <= now + longestCvcLife;
  return isThere ? openStoredCvc(keys, token) : undefined;
};

/** All data of a token that still exists, as JSON. Nothing is parsed but the code. */
export const openText = (keys: TenantKeys, token: SealedToken, now: number): string => {
  const lasting = textOf(keys.open(context(token, 'data'), token.data));
  const { shortLived } = tokenType(token.type);
  const cvc = shortLived && openCvc(keys, token, now);
  if (cvc === undefined || !lasting.startsWith('{')) return lasting;
  const more = `"${shortLived?.name}":${JSON.stringify(cvc)}}`;
  return lasting === '{}' ? `{${more}` : `${lasting.slice(0, -1)},${more}`;
};

/** All data of a token that still exists. */
export const open = (keys: TenantKeys, token: SealedToken, now: number): Json =>
  JSON.parse(openText(keys, token, now)) as Json;
