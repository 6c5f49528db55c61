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

const write = (value: Json): Uint8Array => Buffer.from(JSON.stringify(value), 'utf8');
/** In place: a copy would leave plaintext in a buffer that is shared. */
const read = ({ buffer, byteOffset, byteLength }: Uint8Array): Json =>
  JSON.parse(Buffer.from(buffer, byteOffset, byteLength).toString('utf8')) as Json;

/** Seals data: the lasting part, and what is destroyed at `cvcExpiresAt` under a key of its own. */
export const seal = (
  keys: TenantKeys,
  token: Identity,
  { lasting, cvc }: { lasting: Json; cvc: Json | undefined },
  cvcExpiresAt: number,
): Pick<Token, 'data' | 'cvc'> => ({
  data: keys.seal(context(token, 'data'), write(lasting)),
  cvc:
    cvc === undefined ? undefined : { sealed: keys.seal(context(token, 'cvc'), write(cvc)), expiresAt: cvcExpiresAt },
});

/** The lasting part of a token's data. Throws `TamperedError` or `KeyDestroyedError`. */
export const openLasting = (keys: TenantKeys, token: Token): Json =>
  read(keys.open(context(token, 'data'), token.data));

/** The short-lived part, while it is there. Past its time it is gone for readers even before it is destroyed. */
export const openCvc = (keys: TenantKeys, token: Token, now: number): Json | undefined =>
  token.cvc && token.cvc.expiresAt > now ? read(keys.open(context(token, 'cvc'), token.cvc.sealed)) : undefined;

/** All data of a token that still exists. */
export const open = (keys: TenantKeys, token: Token, now: number): Json => {
  const lasting = openLasting(keys, token);
  const { shortLived } = tokenType(token.type);
  const cvc = openCvc(keys, token, now);
  return shortLived && cvc !== undefined && isObject(lasting) ? { ...lasting, [shortLived.name]: cvc } : lasting;
};
