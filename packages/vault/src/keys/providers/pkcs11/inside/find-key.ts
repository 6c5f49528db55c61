import type { KeyLocation, TokenName } from '../location.ts';
import { attribute, keyType, objectClass, returnValue, tokenFlag, userType } from './constants.ts';
import { type Cryptoki, CryptokiError, type Handle, type TokenInfo } from './cryptoki.ts';
import { ModuleFault } from './fault.ts';
import { type TokenKey, type Way, ways } from './ways.ts';

/** A token that a location names, in the words of its URI. */
const called = ({ token, slotId }: KeyLocation): string =>
  [...Object.values(token).map((value) => `"${value}"`), ...(slotId === undefined ? [] : [`slot ${slotId}`])].join(
    ', ',
  );

const calledKey = ({ label, id }: KeyLocation): string =>
  [
    ...(label === undefined ? [] : [`"${label}"`]),
    ...(id === undefined ? [] : [`with id ${Buffer.from(id).toString('hex')}`]),
  ].join(' ');

const isNamed = (info: TokenInfo, name: TokenName): boolean =>
  (['label', 'serial', 'manufacturer', 'model'] as const).every(
    (each) => name[each] === undefined || name[each] === info[each],
  );

/** The slot of the token that a location names. */
export const findToken = (cryptoki: Cryptoki, location: KeyLocation): { slot: Handle; info: TokenInfo } => {
  const found = cryptoki.slots().flatMap((slot) => {
    if (location.slotId !== undefined && slot !== BigInt(location.slotId)) return [];
    try {
      const info = cryptoki.tokenInfo(slot);
      const isReady = (info.flags & tokenFlag.initialized) !== 0;
      return isReady && isNamed(info, location.token) ? [{ slot, info }] : [];
    } catch {
      // It was taken out just now.
      return [];
    }
  });
  const [first] = found;
  if (!first)
    throw new ModuleFault('unavailable', `There is no token ${called(location)} in any slot of ${location.module}.`);
  if (found.length === 1) return first;
  throw new ModuleFault(
    'refused',
    `${location.module} has ${found.length} tokens ${called(location)}: name one of them by serial as well.`,
  );
};

/** What a token says to a PIN, for the operator. */
const pinFaults: Readonly<Record<number, readonly ['pin' | 'refused', string]>> = {
  [returnValue.pinIncorrect]: ['pin', 'is wrong. It is not tried again, so that the token does not lock itself'],
  [returnValue.pinInvalid]: ['pin', 'is wrong. It is not tried again, so that the token does not lock itself'],
  [returnValue.pinLengthRange]: [
    'pin',
    'has the wrong length. It is not tried again, so that the token does not lock itself',
  ],
  [returnValue.pinExpired]: ['refused', 'has expired: set a new one with the tools of the vendor'],
  [returnValue.pinLocked]: ['refused', 'is locked after too many wrong ones: its security officer has to unlock it'],
  [returnValue.userPinNotInitialized]: ['refused', 'was never set: its security officer has to set it'],
};

interface Login {
  session: Handle;
  info: TokenInfo;
  pin: string | undefined;
  /** Why there is no login any more, if there was one. */
  trouble: string | undefined;
}

/** Logs in, unless the token needs no PIN, or this process has given it before. */
export const logIn = (cryptoki: Cryptoki, { session, info, pin, trouble }: Login, location: KeyLocation): void => {
  if ((info.flags & tokenFlag.loginRequired) === 0) return;
  const refuse = (fault: 'pin' | 'refused', words: string) =>
    new ModuleFault(fault, `The PIN of the token ${called(location)} ${words}.`);
  const locked = pinFaults[returnValue.pinLocked]?.[1] ?? '';
  if ((info.flags & tokenFlag.pinLocked) !== 0) throw refuse('refused', locked);
  if (pin === undefined) throw new ModuleFault('login', trouble ?? 'The token asks for its PIN.');
  if ((info.flags & tokenFlag.pinFinalTry) !== 0) {
    throw refuse(
      'refused',
      'may be tried once more before it locks, and is not tried: log in with the tools of the vendor first',
    );
  }
  try {
    cryptoki.login(session, userType.user, Buffer.from(pin));
  } catch (error) {
    if (!(error instanceof CryptokiError)) throw error;
    if (error.code === returnValue.userAlreadyLoggedIn) return;
    const [fault, words] = pinFaults[error.code] ?? [];
    throw fault && words ? refuse(fault, words) : error;
  }
};

/** The key that a location names, if it is one that cannot be taken out of the token. */
export const findKey = (cryptoki: Cryptoki, session: Handle, location: KeyLocation): Handle => {
  const { label, id } = location;
  const refuse = (words: string) =>
    new ModuleFault('refused', `The key ${calledKey(location)} in the token ${called(location)} ${words}`);
  const [key, ...others] = cryptoki.find(
    session,
    [
      [attribute.class, objectClass.secretKey],
      [attribute.token, true],
      ...(label === undefined ? [] : [[attribute.label, Buffer.from(label)] as const]),
      ...(id === undefined ? [] : [[attribute.id, id] as const]),
    ],
    10,
  );
  if (key === undefined) throw refuse('is not there. Make it as docs/custody.md says, or correct the name.');
  if (others.length > 0) throw refuse('is there more than once: name it by id as well.');
  const is = (type: number) => cryptoki.flag(session, key, type);
  if (
    cryptoki.number(session, key, attribute.keyType) !== keyType.aes ||
    cryptoki.number(session, key, attribute.valueLength) !== 32
  ) {
    throw refuse('is no AES key of 256 bits.');
  }
  if (!is(attribute.sensitive) || is(attribute.extractable)) {
    throw refuse('can be taken out of it (it is extractable, or not sensitive). Make one that cannot.');
  }
  return key;
};

/** The ways in which a token can wrap with a key, the best one first. */
export const waysOf = ({ cryptoki, session, key }: TokenKey, slot: Handle, location: KeyLocation): readonly Way[] => {
  const offered = cryptoki.mechanisms(slot);
  const possible = ways.filter(
    ({ mechanism, needs }) =>
      ((offered.get(mechanism) ?? 0) & needs.flags) === needs.flags &&
      needs.attributes.every((type) => cryptoki.flag(session, key, type)),
  );
  if (possible.length > 0) return possible;
  throw new ModuleFault(
    'refused',
    `The key ${calledKey(location)} in the token ${called(location)} can be used neither for AES-GCM (encrypt, decrypt) nor for AES key wrap (wrap, unwrap).`,
  );
};
