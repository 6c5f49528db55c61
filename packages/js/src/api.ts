import type { RequestOptions, VaultClient } from '@tessera/client';
import type { Elements } from '@tessera/elements';
import { publicly } from './errors.ts';
import type { WithElements } from './with-elements.ts';

/** A call that takes elements anywhere a value stands. */
type Create<Method> = Method extends (body: infer Body, options?: infer Options) => infer Answer
  ? (body: WithElements<Body>, options?: Options) => Answer
  : never;
type Creates<Resource extends { create: unknown }> = Omit<Resource, 'create'> & { create: Create<Resource['create']> };

/** The API as methods; what makes tokens takes elements too. */
export interface Api extends Omit<VaultClient, 'tokens' | 'atomicCards' | 'atomicBanks'> {
  readonly tokens: Creates<VaultClient['tokens']>;
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
  return {
    ...client,
    tokens: { ...client.tokens, create: either(client.tokens.create, elements?.tokens.create) },
    atomicCards: { ...client.atomicCards, create: either(client.atomicCards.create, elements?.atomicCards.create) },
    atomicBanks: { ...client.atomicBanks, create: either(client.atomicBanks.create, elements?.atomicBanks.create) },
    tokenize: either(client.tokenize, elements?.tokenize),
  };
};
