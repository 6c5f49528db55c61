import type { ProxyCall, ProxyRequest, RequestOptions, Token, UpdateToken, VaultClient } from '@tessera/client';
import { type Elements, ElementsError, type OpenedSession } from '@tessera/elements';
import { publicly } from './errors.ts';
import type { WithElements } from './with-elements.ts';

/** A call that takes elements anywhere a value stands. */
type Create<Method> = Method extends (body: infer Body, options?: infer Options) => infer Answer
  ? (body: WithElements<Body>, options?: Options) => Answer
  : never;
type Creates<Resource extends { create: unknown }> = Omit<Resource, 'create'> & { create: Create<Resource['create']> };

/** Sessions: pages with elements open them, servers authorize them. */
export interface Sessions extends Omit<VaultClient['sessions'], 'create'> {
  /** Opens a session in a hidden frame, which keeps its key. Needs `elements: true` at `init`. */
  create(): Promise<OpenedSession>;
}

/** The API as methods; what makes tokens takes elements too. */
export interface Api extends Omit<VaultClient, 'tokens' | 'atomicCards' | 'atomicBanks' | 'sessions'> {
  readonly tokens: Creates<Omit<VaultClient['tokens'], 'update'>> & {
    update(id: string, body: WithElements<UpdateToken>, options?: RequestOptions): Promise<Token>;
  };
  readonly sessions: Sessions;
  readonly atomicCards: Creates<VaultClient['atomicCards']>;
  readonly atomicBanks: Creates<VaultClient['atomicBanks']>;
}

/** Hands payloads with elements to their frames, and all others to the client. */
export const withElements = (client: VaultClient, elements: Elements | undefined): Api => {
  const either =
    <Body, Answer>(
      call: (body: Body, options?: RequestOptions) => Promise<Answer>,
      toFrame: Elements['tokenize'] | undefined,
    ) =>
    async (body: WithElements<Body>, options?: RequestOptions): Promise<Answer> => {
      if (!toFrame || !elements?.hasElement(body)) return call(body as Body, options);
      // The frame answers with the same shape; only what it may not show is missing.
      return publicly(toFrame(body, options)) as Promise<Answer>;
    };
  /** A value goes to the vault and nowhere else (design §3, invariant 1). */
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
      create: either(client.tokens.create, elements?.tokens.create),
      // In a session the page gets references; a key of its own reads what that key may read.
      retrieve: async (id, options) => {
        if (!elements?.sessions.isOpen() || options?.apiKey !== undefined) return client.tokens.retrieve(id, options);
        return publicly(elements.tokens.retrieve(id, options)) as Promise<Token>;
      },
      update: async (id, body, options) => {
        if (!elements?.hasElement(body)) return client.tokens.update(id, body as UpdateToken, options);
        return publicly(elements.tokens.update(id, body, options)) as Promise<Token>;
      },
    },
    sessions: {
      ...client.sessions,
      create: async () => {
        if (!elements) throw new Error('BasisTheory Elements was not properly initialized.');
        return publicly(elements.sessions.create());
      },
    },
    atomicCards: { ...client.atomicCards, create: either(client.atomicCards.create, elements?.atomicCards.create) },
    atomicBanks: { ...client.atomicBanks, create: either(client.atomicBanks.create, elements?.atomicBanks.create) },
    tokenize: either(client.tokenize, elements?.tokenize),
  };
};
