import type { Privacy } from '../access/privacy.ts';
import type { Json } from '../expressions/json.ts';
import type { Sealed, SealedMasked } from '../keys/port.ts';
import type { TokenTypeName } from './token-types.ts';

/** How a caller encrypted data before it was sent; kept as given. */
export interface Encryption {
  cek?: EncryptionKey | undefined;
  kek?: EncryptionKey | undefined;
}

interface EncryptionKey {
  key?: string | undefined;
  prov?: string | undefined;
  alg?: string | undefined;
}

/** A token as it is kept. Ids are UUID text, times milliseconds. Its data stands in it sealed. */
export interface Token {
  id: string;
  tenantId: string;
  /** What callers know it by where its request made an id; without one, that is `id` itself. */
  alias: string | undefined;
  type: TokenTypeName;
  privacy: Privacy;
  container: string;
  metadata: Record<string, string> | undefined;
  encryption: Encryption | undefined;
  /** The token's own mask; without one, that of its type holds. */
  mask: Json | undefined;
  /** The token's own expression; without one, that of its type holds. */
  fingerprintExpression: string | undefined;
  fingerprint: Uint8Array;
  /** The token's own expressions by whose results it is found; without them, those of its type hold. */
  searchIndexes: readonly string[] | undefined;
  /** Counts the changes of the data; part of what the seal is bound to. */
  version: number;
  data: Sealed;
  /** The short-lived property of the data, until it is destroyed. */
  cvc: { sealed: Sealed; expiresAt: number } | undefined;
  /** What readers without plaintext access see of the data, where it is kept. */
  masked: SealedMasked | undefined;
  expiresAt: number | undefined;
  /** The month in which it was last counted as active, such as 202201. */
  activeMonth: number;
  createdAt: number;
  createdBy: string | undefined;
  modifiedAt: number | undefined;
  modifiedBy: string | undefined;
}

/** The id under which callers know a token. */
export const publicId = ({ id, alias }: Pick<Token, 'id' | 'alias'>): string => alias ?? id;
