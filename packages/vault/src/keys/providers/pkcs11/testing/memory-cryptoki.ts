import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { attribute, keyType, mechanism, mechanismFlag, tokenFlag } from '../inside/constants.ts';
import { type Cryptoki, CryptokiError } from '../inside/cryptoki.ts';

/** A module in memory with one token and one key, whose functions can be made to fail: `fail` gives a return value for the next call of one. */
export const memoryCryptoki = () => {
  const key = randomBytes(32);
  const failures = new Map<string, number>();
  const calls: string[] = [];
  const state = { flags: tokenFlag.initialized | tokenFlag.loginRequired };

  const called = (name: string): void => {
    calls.push(name);
    const code = failures.get(name);
    failures.delete(name);
    if (code !== undefined) throw new CryptokiError(name, code);
  };
  const never = (): never => {
    throw new CryptokiError('NotHere', 0x54);
  };

  const cryptoki: Cryptoki = {
    initialize: () => called('initialize'),
    finalize: () => called('finalize'),
    slots: () => [1n],
    tokenInfo: () => ({ label: 'payments', manufacturer: '', model: '', serial: '1', flags: state.flags }),
    mechanisms: () => new Map([[mechanism.aesGcm, mechanismFlag.encrypt | mechanismFlag.decrypt]]),
    openSession: () => {
      called('openSession');
      return 1n;
    },
    login: () => called('login'),
    createObject: never,
    destroyObject: never,
    flag: (_, __, type) => type !== attribute.extractable,
    number: (_, __, type) => (type === attribute.keyType ? keyType.aes : 32),
    bytes: never,
    find: () => [1n],
    encrypt: (_, __, ___, { iv, associatedData }, plaintext) => {
      called('encrypt');
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(associatedData);
      return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
    },
    decrypt: (_, __, ___, { iv, associatedData }, box) => {
      called('decrypt');
      try {
        const opening = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 }).setAAD(associatedData);
        opening.setAuthTag(box.subarray(-16));
        return Buffer.concat([opening.update(box.subarray(0, -16)), opening.final()]);
      } catch {
        throw new CryptokiError('Decrypt', 0x40);
      }
    },
    wrapKey: never,
    unwrapKey: never,
  };

  return {
    ...{ cryptoki, state, calls },
    fail: (name: string, code: number) => void failures.set(name, code),
    count: (name: string) => calls.filter((each) => each === name).length,
  };
};
