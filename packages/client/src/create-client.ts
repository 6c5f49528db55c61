import type { contract } from '@tessera/contract';
import { bindRoutes, type Client, type ClientOptions } from './client.ts';
import { routes } from './routes.ts';
import type {
  ConvertTokenIntent,
  CreateEncryptedToken,
  CreateToken,
  CreateTokenIntent,
  Token,
  TokenIntent,
  TokenType,
} from './token-models.ts';
import type { RequestOptions } from './transport.ts';

type Methods = Client<typeof contract>;

/**
 * The methods of `bt.tokens`. The data of a new token is checked by its type while compiling.
 *
 * @example
 * ```ts
 * import type { TokenMethods } from '@tessera/client';
 *
 * const store = (tokens: TokenMethods, ssn: string) => tokens.create({ type: 'social_security_number', data: ssn });
 * const { type } = await store(bt.tokens, '123-45-6789');
 * type; // 'social_security_number'
 * ```
 */
export interface TokenMethods extends Omit<Methods['tokens'], 'create' | 'createChild'> {
  create<T extends TokenType>(body: CreateToken<T>, options?: RequestOptions): Promise<Token<T>>;
  create<T extends TokenType>(body: CreateEncryptedToken<T>, options?: RequestOptions): Promise<Token<T>>;
  create(body: ConvertTokenIntent, options?: RequestOptions): Promise<Token>;
  createChild<T extends TokenType>(parentId: string, body: CreateToken<T>, options?: RequestOptions): Promise<Token<T>>;
  createChild<T extends TokenType>(
    parentId: string,
    body: CreateEncryptedToken<T>,
    options?: RequestOptions,
  ): Promise<Token<T>>;
  createChild(parentId: string, body: ConvertTokenIntent, options?: RequestOptions): Promise<Token>;
}

/**
 * The methods of `bt.tokenIntents`. The data is checked by its type while compiling.
 *
 * @example
 * ```ts
 * import type { TokenIntentMethods } from '@tessera/client';
 *
 * const keep = (intents: TokenIntentMethods, ssn: string) => intents.create({ type: 'social_security_number', data: ssn });
 * const { id } = await keep(bt.tokenIntents, '123-45-6789');
 * ```
 */
export interface TokenIntentMethods extends Omit<Methods['tokenIntents'], 'create'> {
  create<T extends TokenType>(
    body: CreateTokenIntent<T> | Pick<CreateEncryptedToken<T>, 'type' | 'encrypted'>,
    options?: RequestOptions,
  ): Promise<TokenIntent>;
}

/**
 * The API of a vault as methods. Parameters of the path come first, then the body or the query, then {@link RequestOptions}.
 *
 * Every method rejects with a `BasisTheoryApiError` when the vault refuses the call or does not answer, and with a `TypeError` when
 * an id is empty or an option cannot be sent as a header.
 *
 * @example
 * ```ts
 * import { createClient, type VaultClient } from '@tessera/client';
 *
 * const countCards = async (vault: VaultClient) => (await vault.tokens.list({ type: 'card' })).pagination.totalItems;
 * await countCards(createClient({ apiBaseUrl: 'https://vault.example', apiKey: 'key_…' }));
 * ```
 */
export interface VaultClient extends Omit<Methods, 'tokens' | 'tokenIntents'> {
  tokens: TokenMethods;
  tokenIntents: TokenIntentMethods;
}

/**
 * Makes a client. It sends nothing until a method is called.
 *
 * @throws TypeError when `apiBaseUrl` is not an absolute http or https URL, or has credentials, a query or a fragment.
 * @example
 * ```ts
 * import { createClient } from '@tessera/client';
 *
 * const bt = createClient({ apiBaseUrl: 'https://vault.example', apiKey: 'key_…' });
 * const token = await bt.tokens.create({ type: 'token', data: { ssn: '123-45-6789' } });
 * const { data } = await bt.tokens.retrieve(token.id);
 * ```
 */
export const createClient = (options: ClientOptions): VaultClient =>
  bindRoutes<typeof contract>(routes, options) as VaultClient;
