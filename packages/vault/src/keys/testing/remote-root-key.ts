import { RootKeyError } from '../errors.ts';
import { localRootKey, type RootKeyProvider } from '../root-key.ts';

/** A root key in a service that can be taken away, and that counts its calls. `delay` is how many milliseconds each takes. */
export const remoteRootKey = (fill = 1, delay = 0) => {
  const { wrap, unwrap } = localRootKey(new Uint8Array(32).fill(fill));
  const state = { away: false, calls: 0 };
  const call = async <T>(run: () => Promise<T>): Promise<T> => {
    state.calls += 1;
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
    if (state.away) throw new RootKeyError('unavailable', 'The service does not answer.');
    return await run();
  };
  const provider: RootKeyProvider = {
    wrap: (context, key) => call(() => wrap(context, key)),
    unwrap: (context, wrapped) => call(() => unwrap(context, wrapped)),
    describe: () => ({ uri: 'test:service', heldBy: 'a key service', algorithm: 'AES-256-KW' }),
    health: () => call(async () => undefined),
  };
  return { provider, state };
};
