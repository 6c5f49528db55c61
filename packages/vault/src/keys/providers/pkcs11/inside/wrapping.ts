import { TamperedError } from '../../../errors.ts';
import type { WrapContext } from '../../../root-key.ts';
import { healthOf } from '../../probe.ts';
import type { KeyLocation } from '../location.ts';
import { returnValue, sessionFlag } from './constants.ts';
import { type Cryptoki, CryptokiError } from './cryptoki.ts';
import { ModuleFault } from './fault.ts';
import { findKey, findToken, logIn, waysOf } from './find-key.ts';
import { type TokenKey, type Way, ways } from './ways.ts';

interface Opened extends TokenKey {
  ways: readonly Way[];
}

/** Whether a token opens in some way what it has just sealed so. */
const works = async (at: TokenKey, way: Way): Promise<boolean> => {
  const health = healthOf({
    wrap: (context, bytes) => way.wrap(at, context, bytes),
    unwrap: (context, wrapped) => way.unwrap(at, context, wrapped),
  });
  return await health().then(
    () => true,
    () => false,
  );
};

/**
 * Wraps with a key in a token. Logs in once. When the session, the login or the token was lost in between, starts over, once for each call;
 * where that needs the PIN, the call fails with the fault `login`, and can be made again after `logIn`. `load` gives the module.
 */
export const tokenWrapping = (location: KeyLocation, load: () => Promise<Cryptoki>) => {
  let loaded: Promise<Cryptoki> | undefined;
  let isInitialised = false;
  let opened: Opened | undefined;
  /** Why the last session ended. */
  let trouble: string | undefined;

  const initialised = async (): Promise<Cryptoki> => {
    loaded ??= load();
    const cryptoki = await loaded;
    if (isInitialised) return cryptoki;
    try {
      cryptoki.initialize();
    } catch (error) {
      // A module that failed to end its last life goes on with it.
      if (!(error instanceof CryptokiError) || error.code !== returnValue.alreadyInitialized) throw error;
    }
    isInitialised = true;
    return cryptoki;
  };

  /** Forgets session and login. A module that is initialised anew also sees tokens that came or went. */
  const restart = async (): Promise<void> => {
    opened = undefined;
    const cryptoki = await loaded?.catch(() => undefined);
    if (!cryptoki) {
      loaded = undefined;
      return;
    }
    isInitialised = false;
    try {
      cryptoki.finalize();
    } catch {
      // It has lost everything already.
    }
  };

  const explained = (error: unknown): unknown => {
    if (!(error instanceof CryptokiError)) return error;
    trouble = `The module ${location.module} failed: ${error.message}.`;
    return new ModuleFault('unavailable', trouble);
  };

  const find = async (pin: string | undefined): Promise<Opened> => {
    const cryptoki = await initialised();
    const { slot, info } = findToken(cryptoki, location);
    const session = cryptoki.openSession(slot, sessionFlag.serial);
    logIn(cryptoki, { session, info, pin, trouble }, location);
    const at = { cryptoki, session, key: findKey(cryptoki, session, location) };
    return { ...at, ways: waysOf(at, slot, location) };
  };

  /** Opens the token where that is needed. What fails leaves nothing open. */
  const open = async (pin?: string): Promise<Opened> => {
    try {
      opened ??= await find(pin);
      return opened;
    } catch (error) {
      await restart();
      throw explained(error);
    }
  };

  const attempt = async <T>(run: (at: Opened) => Promise<T>): Promise<T> => {
    const wasOpen = opened !== undefined;
    const at = await open();
    try {
      const result = await run(at);
      trouble = undefined;
      return result;
    } catch (error) {
      if (!(error instanceof CryptokiError)) throw error;
      await restart();
      const fault = explained(error);
      if (wasOpen) return await attempt(run);
      throw fault;
    }
  };

  return {
    logIn: async (pin: string): Promise<void> => void (await open(pin)),
    wrap: (context: WrapContext, bytes: Uint8Array) =>
      attempt(async (at) => {
        const [way] = at.ways;
        if (!way) throw new ModuleFault('refused', 'The token cannot wrap.');
        const wrapped = await way.wrap(at, context, bytes);
        return { bytes: Buffer.concat([Uint8Array.of(way.tag), wrapped]), algorithm: way.algorithm };
      }),
    unwrap: (context: WrapContext, wrapped: Uint8Array) =>
      attempt(async (at) => {
        const way = ways.find(({ tag, sizes }) => tag === wrapped[0] && sizes.includes(wrapped.byteLength - 1));
        if (!way) throw new TamperedError('A wrapped key is not one of a token.');
        if (!at.ways.includes(way)) {
          const words = `${way.algorithm}, which the token or its key does not allow any more`;
          throw new ModuleFault('refused', `A key was wrapped by ${words}.`);
        }
        try {
          return { bytes: await way.unwrap(at, context, wrapped.slice(1)), algorithm: way.algorithm };
        } catch (error) {
          // Modules differ in what they answer to changed bytes; SoftHSM answers as it does to any failure. So what tells the two apart
          // is whether the token still opens what it has just sealed.
          if (error instanceof CryptokiError && !(await works(at, way))) throw error;
          throw new TamperedError('A wrapped key has been changed, or was wrapped under another key.');
        }
      }),
  };
};
