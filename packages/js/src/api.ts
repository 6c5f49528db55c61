import type {
  ConvertTokenIntent,
  CreateEncryptedToken,
  CreateToken,
  CreateTokenIntent,
  ProxyCall,
  ProxyRequest,
  RequestOptions,
  Token,
  TokenIntent,
  TokenIntentMethods,
  TokenMethods,
  TokenType,
  UpdateToken,
  VaultClient,
} from '@tessera/client';
import { type Elements, ElementsError, type OpenedSession, type WithElements } from '@tessera/elements';
import { publicly } from './errors.ts';

/** A method whose body may have elements in place of values. */
type Create<Method> = Method extends (body: infer Body, options?: infer Options) => infer Answer
  ? (body: WithElements<Body>, options?: Options) => Answer
  : never;
type Creates<Resource extends { create: unknown }> = Omit<Resource, 'create'> & { create: Create<Resource['create']> };

/**
 * The methods of `bt.sessions`. Pages open sessions, servers authorize them.
 *
 * @example
 * ```ts
 * import type { Sessions } from '@tessera/js';
 *
 * const open = async (sessions: Sessions) => {
 *   const { nonce } = await sessions.create();
 *   await fetch('/authorize', { method: 'POST', body: nonce });
 * };
 * ```
 */
export interface Sessions extends Omit<VaultClient['sessions'], 'create'> {
  /**
   * Opens a session in a hidden frame. The key of the session stays in that frame; the page gets a nonce for its server and the end of
   * the session. Needs `elements: true` at `init`.
   *
   * @throws Error when `init` was called without `elements: true`.
   * @throws BasisTheoryApiError when the vault refuses.
   */
  create(): Promise<OpenedSession>;
}

/**
 * The methods of `bt.tokens`. The data of a token may be elements. In a session, `retrieve` answers with references to the data, which
 * `setValue` of an element accepts, in place of the data itself.
 *
 * @example
 * ```ts
 * import type { HostedElement, Tokens } from '@tessera/js';
 *
 * const save = (tokens: Tokens, card: HostedElement<'card'>) => tokens.create({ type: 'card', data: card });
 * ```
 */
export interface Tokens extends Omit<TokenMethods, 'create' | 'update'> {
  create<T extends TokenType>(body: WithElements<CreateToken<T>>, options?: RequestOptions): Promise<Token<T>>;
  create<T extends TokenType>(body: CreateEncryptedToken<T>, options?: RequestOptions): Promise<Token<T>>;
  create(body: ConvertTokenIntent, options?: RequestOptions): Promise<Token>;
  update(id: string, body: WithElements<UpdateToken>, options?: RequestOptions): Promise<Token>;
}

/**
 * The methods of `bt.tokenIntents`. The data may be elements.
 *
 * @example
 * ```ts
 * import type { HostedElement, TokenIntents } from '@tessera/js';
 *
 * const keep = (intents: TokenIntents, card: HostedElement<'card'>) => intents.create({ type: 'card', data: card });
 * ```
 */
export interface TokenIntents extends Omit<TokenIntentMethods, 'create'> {
  create<T extends TokenType>(body: WithElements<CreateTokenIntent<T>>, options?: RequestOptions): Promise<TokenIntent>;
  create<T extends TokenType>(
    body: Pick<CreateEncryptedToken<T>, 'type' | 'encrypted'>,
    options?: RequestOptions,
  ): Promise<TokenIntent>;
}

/**
 * The API as methods. Those that create or update tokens also take elements. {@link BasisTheory} implements it.
 *
 * @example
 * ```ts
 * import type { Api } from '@tessera/js';
 *
 * const countTokens = async ({ tokens }: Pick<Api, 'tokens'>) => (await tokens.list()).pagination.totalItems;
 * ```
 */
export interface Api
  extends Omit<VaultClient, 'tokens' | 'tokenIntents' | 'atomicCards' | 'atomicBanks' | 'sessions' | 'tokenize'> {
  readonly tokens: Tokens;
  readonly sessions: Sessions;
  readonly atomicCards: Creates<VaultClient['atomicCards']>;
  readonly atomicBanks: Creates<VaultClient['atomicBanks']>;
  readonly tokenize: Create<VaultClient['tokenize']>;
  readonly tokenIntents: TokenIntents;
}

/** Sends payloads with elements through the frames of these elements, and all others through the client. */
export const withElements = (client: VaultClient, elements: Elements | undefined): Api => {
  const either =
    <Body, Answer>(
      call: (body: Body, options?: RequestOptions) => Promise<Answer>,
      toFrame: ((body: never, options?: RequestOptions) => Promise<unknown>) | undefined,
    ) =>
    async (body: WithElements<Body>, options?: RequestOptions): Promise<Answer> => {
      if (!toFrame || !elements?.hasElement(body)) return call(body as Body, options);
      // The frame answers with the same shape, without the properties that a page may not see.
      return publicly(toFrame(body as never, options)) as Promise<Answer>;
    };
  /** The value of an element may only go to the vault, so calls to other servers refuse elements (docs/architecture.md §2.2). */
  const withoutElements = (send: ProxyCall) => async (request?: ProxyRequest) => {
    if (elements?.hasElement(request)) throw new ElementsError('reference-not-allowed');
    return send(request);
  };
  return {
    ...client,
    proxy: Object.fromEntries(
      Object.entries(client.proxy).map(([verb, send]) => [verb, withoutElements(send)]),
    ) as unknown as VaultClient['proxy'],
    tokens: {
      ...client.tokens,
      create: either(client.tokens.create, elements?.tokens.create) as Tokens['create'],
      // In a session the page gets references to the data. A call with a key of its own reads what that key may read.
      retrieve: async (id, options) => {
        if (!elements?.sessions.isOpen() || options?.apiKey !== undefined) return client.tokens.retrieve(id, options);
        return publicly(elements.tokens.retrieve(id, options));
      },
      update: async (id, body, options) => {
        if (!elements?.hasElement(body)) return client.tokens.update(id, body as UpdateToken, options);
        return publicly(elements.tokens.update(id, body, options));
      },
    },
    sessions: {
      ...client.sessions,
      create: async () => {
        if (!elements) throw new ElementsError('elements-not-enabled');
        return publicly(elements.sessions.create());
      },
    },
    atomicCards: { ...client.atomicCards, create: either(client.atomicCards.create, elements?.atomicCards.create) },
    atomicBanks: { ...client.atomicBanks, create: either(client.atomicBanks.create, elements?.atomicBanks.create) },
    tokenIntents: {
      ...client.tokenIntents,
      create: either(client.tokenIntents.create, elements?.tokenIntents.create) as TokenIntents['create'],
    },
    tokenize: either(client.tokenize, elements?.tokenize),
  };
};
