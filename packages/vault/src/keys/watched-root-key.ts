import type { RootKeySource } from './current-root.ts';
import { RootKeyError, TamperedError } from './errors.ts';
import type { RootKeyProvider } from './root-key.ts';

/** Why a call to the provider of a root key failed. */
export type RootKeyFailure = RootKeyError['code'] | 'tampered' | 'broken';

/** Starts a call to a provider, which is named by the scheme of its URI. Call the returned function when it has ended. */
export type WatchRootKey = (
  provider: string,
  operation: 'wrap' | 'unwrap' | 'health',
) => (failure: RootKeyFailure | undefined) => void;

const failureOf = (error: unknown): RootKeyFailure => {
  if (error instanceof RootKeyError) return error.code;
  return error instanceof TamperedError ? 'tampered' : 'broken';
};

const watched = (provider: RootKeyProvider, watch: WatchRootKey): RootKeyProvider => {
  const [scheme = ''] = provider.describe().uri.split(':');
  const told = async <T>(operation: Parameters<WatchRootKey>[1], call: Promise<T>): Promise<T> => {
    const end = watch(scheme, operation);
    try {
      const result = await call;
      end(undefined);
      return result;
    } catch (error) {
      end(failureOf(error));
      throw error;
    }
  };
  return {
    ...provider,
    wrap: (context, key) => told('wrap', provider.wrap(context, key)),
    unwrap: (context, wrapped) => told('unwrap', provider.unwrap(context, wrapped)),
    health: (wrapped) => told('health', provider.health(wrapped)),
  };
};

/** The same root keys, of which each call is told to `watch`. */
export const watchedRootKeys = (source: RootKeySource, watch: WatchRootKey): RootKeySource =>
  function* () {
    for (const provider of source()) yield watched(provider, watch);
  };
