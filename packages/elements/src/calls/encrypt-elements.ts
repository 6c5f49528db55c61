import type { TokenType } from '@tessera/client';

/**
 * Type and data of a token to encrypt. Elements may take the place of values in the data.
 *
 * @example
 * ```ts
 * import type { EncryptableToken, HostedElement } from '@tessera/elements';
 *
 * const requestOf = (card: HostedElement<'card'>): EncryptableToken => ({ type: 'card', data: card });
 * ```
 */
export interface EncryptableToken {
  readonly type: TokenType;
  readonly data: unknown;
}

/**
 * What {@link Elements} encrypts, and for which key.
 *
 * @example
 * ```ts
 * import type { EncryptableToken, EncryptElements, HostedElement } from '@tessera/elements';
 *
 * const request = (card: HostedElement<'card'>, keyId: string): EncryptElements => ({
 *   tokenRequests: { type: 'card', data: card },
 *   keyId,
 * });
 * ```
 */
export interface EncryptElements<
  R extends EncryptableToken | Readonly<Record<string, EncryptableToken>> =
    | EncryptableToken
    | Readonly<Record<string, EncryptableToken>>,
> {
  /** Type and data of one token, or of several by names of yours: 20 at most. */
  readonly tokenRequests: R;
  /** The id of a key that `keys.create` has made. */
  readonly keyId: string;
  /** Not used: a page could name a key that it can open. Published clients send it. */
  readonly publicKeyPem?: string;
}
