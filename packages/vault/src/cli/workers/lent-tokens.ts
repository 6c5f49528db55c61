import { RootKeyError, type RootKeyErrorCode, TamperedError } from '../../keys/errors.ts';
import type { RootKeyPlace } from '../../keys/providers/place.ts';
import { healthOf } from '../../keys/providers/probe.ts';
import type { RootKeyProvider, WrapContext } from '../../keys/root-key.ts';
import { type Remote, RemoteError } from '../../threads/calls.ts';
import type { MainMethods, TokenCall } from './methods.ts';

/** Does what workers ask of the tokens in some places. */
export const tokensIn =
  (places: readonly RootKeyPlace[]): MainMethods['askToken'] =>
  async ({ uri, operation, context, key }) => {
    for (const place of places) {
      if (place.uri !== uri) continue;
      for (const provider of place.keys()) return await provider[operation](context, key);
    }
    throw new RootKeyError('missing', `This process does not use the root key of ${uri}.`);
  };

/** An error of another thread as what it was there. */
const thrown = (error: unknown): unknown => {
  if (!(error instanceof RemoteError)) return error;
  if (error.name === 'TamperedError') return new TamperedError(error.message);
  return error.name === 'RootKeyError' ? new RootKeyError(error.code as RootKeyErrorCode, error.message) : error;
};

/** A key in a token that the thread which started this one talks to. */
export const lentToken =
  (main: Pick<Remote<MainMethods>, 'call'>) =>
  (uri: string): RootKeyProvider => {
    const ask = (operation: TokenCall['operation']) => async (context: WrapContext, key: Uint8Array) => {
      try {
        // A copy, because a part of a larger buffer would go over with all of it.
        return await main.call('askToken', { uri, operation, context, key: Uint8Array.from(key) });
      } catch (error) {
        throw thrown(error);
      }
    };
    const wrapper = { wrap: ask('wrap'), unwrap: ask('unwrap') };
    return {
      ...wrapper,
      describe: () => ({ uri, heldBy: 'a hardware token', algorithm: 'AES-256 in a token' }),
      health: healthOf(wrapper),
    };
  };
