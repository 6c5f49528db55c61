import { createHmac, randomBytes } from 'node:crypto';
import { RootKeyError, TamperedError } from '../../errors.ts';
import { keySize } from '../../key-store.ts';
import type { RootKeyProvider, WrapContext } from '../../root-key.ts';
import { healthOf } from '../probe.ts';
import { type ModuleProcessOptions, moduleProcess } from './module-process.ts';
import { readPinFile } from './pin.ts';
import type { Answer, Order } from './protocol.ts';

export interface Pkcs11Options extends ModuleProcessOptions {
  pinFile: string | undefined;
  /** What the key is called in words for the operator, without secrets. */
  uri: string;
}

/** A root key in a token that is reached by a PKCS #11 module: an HSM, a smart card or a key of a cloud. It does not leave the token. */
export const pkcs11RootKey = ({ pinFile, uri, ...options }: Pkcs11Options): RootKeyProvider & { end(): void } => {
  const { order, end } = moduleProcess(options);
  let algorithm = 'AES-256 in a token';
  /** Knows a PIN again that was wrong, by a code that says nothing about it. */
  const memory = randomBytes(32);
  const codeOf = (pin: string) => createHmac('sha256', memory).update(pin).digest('hex');
  let wrong: { code: string; message: string } | undefined;
  /** The login that goes on now. Calls that need one share it: a wrong PIN is tried once, however many of them wait. */
  let loggingIn: Promise<void> | undefined;

  const objection = ({ fault, message }: Extract<Answer, { fault: unknown }>): Error => {
    if (fault === 'tampered') return new TamperedError(message);
    return new RootKeyError(fault === 'missing' || fault === 'unavailable' ? fault : 'refused', message);
  };

  const logIn = async (): Promise<void> => {
    if (pinFile === undefined)
      throw new RootKeyError('missing', `The token of ${uri} asks for a PIN: name a file as pin-source.`);
    const pin = readPinFile(pinFile);
    if (wrong?.code === codeOf(pin)) throw new RootKeyError('refused', wrong.message);
    const answer = await order({ what: 'login', pin });
    if (!('fault' in answer)) return;
    if (answer.fault === 'pin') {
      wrong = { code: codeOf(pin), message: `${answer.message} Correct ${pinFile}.` };
      throw new RootKeyError('refused', wrong.message);
    }
    throw objection(answer);
  };

  const ask = async (asked: Order): Promise<Uint8Array> => {
    for (let attempt = 1; ; attempt++) {
      const answer = await order(asked);
      if ('bytes' in answer) {
        algorithm = `${answer.algorithm} in a token`;
        return answer.bytes;
      }
      if (!('fault' in answer)) throw new RootKeyError('unavailable', `The process of ${uri} answered nonsense.`);
      if (answer.fault !== 'login') throw objection(answer);
      // It was logged in a moment ago.
      if (attempt === 2) throw new RootKeyError('unavailable', answer.message);
      loggingIn ??= logIn().finally(() => {
        loggingIn = undefined;
      });
      await loggingIn;
    }
  };

  const wrap = (context: WrapContext, key: Uint8Array) => ask({ what: 'wrap', context, key });
  const unwrap = async (context: WrapContext, wrapped: Uint8Array) => {
    const key = await ask({ what: 'unwrap', context, wrapped });
    if (key.byteLength === keySize) return key;
    throw new TamperedError('A wrapped key is not of the size of a key.');
  };

  return {
    wrap,
    unwrap,
    describe: () => ({ uri, heldBy: 'a hardware token', algorithm }),
    health: healthOf({ wrap, unwrap }),
    end,
  };
};
