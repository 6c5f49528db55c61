import type { Keyring } from '../keys/port.ts';
import type { RootKeyPlace } from '../keys/providers/place.ts';
import { type Gathering, gathering } from '../keys/shares/gathering.ts';
import { errorFields, type Log } from '../log/log.ts';
import type { Store } from '../store/port.ts';
import { sharesOf } from './ask-for-shares.ts';
import { answerOnSocket, type Question, type Standing } from './unseal-socket.ts';

export interface SealControl {
  /** Where `keys unseal` and `keys seal` find this process. */
  socket: string;
  keys: Store;
  keyring: Keyring;
  shared: NonNullable<RootKeyPlace['shared']>;
  /** Tells the other threads that answer requests that the root key has come or gone. */
  others(): Promise<void>;
  log: Log;
}

/** Lets custodians open a vault that serves, share by share, and an operator seal it. */
export const sealControl = async ({ socket, keys, keyring, shared, others, log }: SealControl) => {
  let gathered: Gathering | undefined;
  const isSealed = () => keyring.rootKey().status === 'sealed';

  const standing = async (): Promise<Standing> => {
    const { need, of } = gathered ?? (await sharesOf(keys));
    return { sealed: isSealed(), given: gathered?.given() ?? 0, need, of };
  };

  const open = async (bytes: Uint8Array): Promise<void> => {
    shared.unlock(bytes);
    await keyring.proveRootKey();
    const state = keyring.rootKey();
    if (state.status === 'sealed') {
      shared.lock();
      const { reason } = state;
      return log.error(
        { reason },
        'sealed: enough shares of the root key were given, and the keys could not be opened',
      );
    }
    await others();
    log.info({}, 'open: enough shares of the root key were given');
  };

  const take = async (text: string): Promise<Standing> => {
    if (!isSealed()) return await standing();
    // The shares may have been renewed since the last one was given.
    const set = await sharesOf(keys);
    if (!gathered || gathered.set !== set.set) gathered = gathering(set);
    const verdict = gathered.add(text);
    if (gathered.given() < gathered.need) return { ...(await standing()), verdict };
    const complete = gathered;
    await open(await complete.rootKey());
    gathered = undefined;
    const { need, of } = complete;
    return isSealed()
      ? { sealed: true, given: 0, need, of, failed: true }
      : { sealed: false, given: need, need, of, verdict };
  };

  const seal = async (): Promise<Standing> => {
    gathered?.forget();
    gathered = undefined;
    shared.lock();
    keyring.seal('The vault was sealed by: keys seal.');
    await others();
    log.warn({}, 'sealed, as it was told');
    return await standing();
  };

  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const result = turn.catch(() => undefined).then(run);
    turn = result;
    return result;
  };

  return await answerOnSocket(socket, (question: Question) =>
    inTurn(async () => {
      try {
        if (question.ask === 'share') return await take(question.share);
        return await (question.ask === 'seal' ? seal() : standing());
      } catch (error) {
        log.error({ ...errorFields(error), ask: question.ask }, 'a custodian could not be answered');
        throw error;
      }
    }),
  );
};
