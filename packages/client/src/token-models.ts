import type { JsonInput, JsonValue, Wire, WireInput } from '@tessera/contract';
import type { Camelized } from './case.ts';

/**
 * What a token holds. The type fixes the shape of its data: see {@link Token} and {@link CreateToken}.
 *
 * @example
 * ```ts
 * import type { TokenType } from '@tessera/client';
 *
 * const isCard = (type: TokenType) => type === 'card' || type === 'card_number';
 * isCard('card'); // true
 * ```
 */
export type TokenType = Wire['TokenType'];

/** The types of token whose data is one string. */
type TextTokenType = Exclude<TokenType, 'token' | 'card' | 'bank'>;

/**
 * The `data` of a token of type `card` in answers, in the names of the wire. Plaintext has every part that was stored. The default
 * mask shows `number` as `XXXXXXXXXXXX4242` and the expiry as it is. `cvc` is plaintext or absent: it is never masked, and the vault
 * destroys it within an hour unless its operator allows up to 24.
 *
 * A token with a mask of your own has the shape of that mask, for keys that see it masked.
 *
 * @example
 * ```ts
 * import type { CardData } from '@tessera/client';
 *
 * const lastFour = ({ number = '' }: CardData) => number.slice(-4);
 * const token = await bt.tokens.create({ type: 'card', data: { number: '4242424242424242' } });
 * lastFour(token.data ?? {}); // '4242'
 * ```
 */
export interface CardData extends Readonly<Wire['CardView']> {}

/**
 * The `data` of a token of type `bank` in answers, in the names of the wire. The default mask shows `routing_number` as it is and of
 * `account_number` the last four digits.
 *
 * @example
 * ```ts
 * import type { BankData } from '@tessera/client';
 *
 * const label = ({ account_number = '' }: BankData) => `Account ending in ${account_number.slice(-4)}`;
 * const data = { routing_number: '021000021', account_number: '1234567890' };
 * label((await bt.tokens.create({ type: 'bank', data })).data ?? {}); // 'Account ending in 7890'
 * ```
 */
export interface BankData extends Readonly<Wire['BankView']> {}

type Shown = { readonly [Type in TextTokenType]: string } & {
  readonly token: JsonValue;
  readonly card: CardData;
  readonly bank: BankData;
};

type Stored = { readonly [Type in TextTokenType]: string } & {
  readonly token: NonNullable<JsonInput>;
  readonly card: WireInput['Card'];
  readonly bank: WireInput['Bank'];
};

interface TokenOf<T extends TokenType> extends Omit<Camelized<Wire['Token']>, 'type' | 'data'> {
  type: T;
  data?: Shown[T] | null;
}

/**
 * A token in answers. `data` is plaintext, masked, `null` or absent, depending on what the API key may read; its type follows from
 * `type`. Times are ISO 8601 in UTC: `2030-12-31T00:00:00+00:00`.
 *
 * @example
 * ```ts
 * import type { Token } from '@tessera/client';
 *
 * const describe = (token: Token) => (token.type === 'card' ? token.data?.expiration_year : token.id);
 * const page = await bt.tokens.list({ type: 'card' });
 * page.data.map(describe);
 * ```
 */
export type Token<T extends TokenType = TokenType> = T extends TokenType ? TokenOf<T> : never;

/**
 * A token to store. `data` is a card (`number`, `expiration_month`, `expiration_year`, `cvc`) for type `card`, `routing_number` and
 * `account_number` for `bank`, any JSON value except `null` for `token`, and a string for the other types. Keys of `data` and
 * `metadata` are yours and are sent as they are; `expiresAt` is ISO 8601, in UTC unless it has an offset.
 *
 * @example
 * ```ts
 * import type { CreateToken } from '@tessera/client';
 *
 * const body: CreateToken<'card'> = {
 *   type: 'card',
 *   data: { number: '4242424242424242', expiration_month: 12, expiration_year: 2030, cvc: '123' },
 *   metadata: { customer: '42' },
 *   expiresAt: '2099-12-31T00:00:00Z',
 * };
 * const token = await bt.tokens.create(body);
 * token.data?.number; // 'XXXXXXXXXXXX4242'
 * ```
 */
export interface CreateToken<T extends TokenType = TokenType> extends TokenAttributes {
  type: T;
  data: Stored[T];
}

/** What a new token may have beside what it is made of. */
interface TokenAttributes
  extends Omit<Camelized<WireInput['CreateToken']>, 'type' | 'data' | 'encrypted' | 'tokenIntentId'> {}

/**
 * A token to make of a token intent, which gives it type and data and ends with that.
 *
 * @example
 * ```ts
 * import type { ConvertTokenIntent } from '@tessera/client';
 *
 * const data = { number: '4242424242424242', expiration_month: 12, expiration_year: 2030 };
 * const intent = await bt.tokenIntents.create({ type: 'card', data });
 * const body: ConvertTokenIntent = { tokenIntentId: intent.id, metadata: { customer: '42' } };
 * const token = await bt.tokens.create(body);
 * token.type; // 'card'
 * ```
 */
export interface ConvertTokenIntent extends TokenAttributes {
  tokenIntentId: string;
}

/**
 * A token whose data is encrypted for the vault, as `encrypt` of `@tessera/client/encrypt` does it.
 *
 * @example
 * ```ts
 * import type { CreateEncryptedToken } from '@tessera/client';
 *
 * // A server can pass on what a browser has encrypted, without being able to read it.
 * const store = (body: CreateEncryptedToken) => bt.tokens.create({ ...body, metadata: { channel: 'app' } });
 * ```
 */
export interface CreateEncryptedToken<T extends TokenType = TokenType> extends TokenAttributes {
  type: T;
  encrypted: string;
}

/**
 * Data that may become a token within 24 hours; `data` is as in {@link CreateToken}.
 *
 * @example
 * ```ts
 * import type { CreateTokenIntent } from '@tessera/client';
 *
 * const body: CreateTokenIntent<'social_security_number'> = { type: 'social_security_number', data: '123-45-6789' };
 * const { expiresAt } = await bt.tokenIntents.create(body);
 * ```
 */
export interface CreateTokenIntent<T extends TokenType = TokenType> {
  type: T;
  data: Stored[T];
}

/**
 * A token intent in answers: never its data, but for cards and bank accounts what may be told of them.
 *
 * @example
 * ```ts
 * import type { TokenIntent } from '@tessera/client';
 *
 * const label = ({ card }: TokenIntent) => `${card?.brand} ending in ${card?.last4}`;
 * label(await bt.tokenIntents.create({ type: 'card_number', data: '4242424242424242' })); // 'visa ending in 4242'
 * ```
 */
export interface TokenIntent extends Camelized<Wire['TokenIntent']> {}

/**
 * Changes to a token. `data`, `mask` and `metadata` are JSON merge patches (RFC 7396), so `null` removes a property; what you leave
 * out keeps its value.
 *
 * @example
 * ```ts
 * import type { UpdateToken } from '@tessera/client';
 *
 * const changes: UpdateToken = { metadata: { customer: '43', note: null }, privacy: { impactLevel: 'high' } };
 * const { id } = await bt.tokens.create({ type: 'token', data: 'a', metadata: { customer: '42', note: 'b' } });
 * const token = await bt.tokens.update(id, changes);
 * token.metadata; // { customer: '43' }
 * ```
 */
export interface UpdateToken extends Camelized<WireInput['UpdateToken']> {}

/**
 * A search for tokens: `query` with fields, quotes, `AND`, `OR`, `NOT`, parentheses and ranges, at most 4,096 characters, and the
 * page of results: `page` from 1, `size` from 1 to 100.
 *
 * @example
 * ```ts
 * import type { SearchTokens } from '@tessera/client';
 *
 * const search: SearchTokens = { query: 'type:card AND metadata.customer:42', size: 10 };
 * const { data, pagination } = await bt.tokens.search(search);
 * data.length <= pagination.pageSize; // true
 * ```
 */
export interface SearchTokens extends Camelized<WireInput['SearchTokens']> {}

/**
 * A search whose results are read by cursor: the expression of {@link SearchTokens}, and the page.
 *
 * @example
 * ```ts
 * import type { SearchTokensV2, Token } from '@tessera/client';
 *
 * const found: Token[] = [];
 * const search: SearchTokensV2 = { query: 'type:card', size: 100 };
 * for (let start: string | undefined; ; ) {
 *   const page = await bt.tokens.searchV2({ ...search, ...(start !== undefined && { start }) });
 *   found.push(...page.data);
 *   start = page.pagination.next;
 *   if (start === undefined) break;
 * }
 * ```
 */
export interface SearchTokensV2 extends Camelized<WireInput['SearchTokensV2']> {}
