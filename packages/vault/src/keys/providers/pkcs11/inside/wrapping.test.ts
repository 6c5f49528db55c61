import { describe, expect, it } from 'vitest';
import type { WrapContext } from '../../../root-key.ts';
import { memoryCryptoki } from '../testing/memory-cryptoki.ts';
import { returnValue, tokenFlag } from './constants.ts';
import { tokenWrapping } from './wrapping.ts';

const context: WrapContext = { ownerId: 'a tenant', purpose: 'kek', version: 1 };
const key = new Uint8Array(32).fill(5);
const location = { module: '/hsm.so', token: { label: 'payments' }, label: 'root' };

const start = () => {
  const module = memoryCryptoki();
  const wrapping = tokenWrapping(location, async () => module.cryptoki);
  /** Wraps as the vault does: with the PIN when it is asked for, once. */
  const wrap = async () => {
    try {
      return await wrapping.wrap(context, key);
    } catch (error) {
      if ((error as { fault?: string }).fault !== 'login') throw error;
      await wrapping.logIn('1234');
      return await wrapping.wrap(context, key);
    }
  };
  return { ...module, wrapping, wrap };
};

describe('the session with a token', () => {
  it('is logged in once', async () => {
    const { wrap, wrapping, count } = start();
    const { bytes } = await wrap();
    for (let n = 0; n < 3; n++) await wrapping.unwrap(context, bytes);
    expect([count('login'), count('openSession')]).toEqual([1, 2]);
  });

  it.each([
    ['CKR_SESSION_HANDLE_INVALID', 0xb3],
    ['CKR_SESSION_CLOSED', 0xb0],
    ['CKR_USER_NOT_LOGGED_IN', 0x101],
    ['CKR_DEVICE_REMOVED', 0x32],
    ['CKR_KEY_HANDLE_INVALID', 0x60],
    ['CKR_CRYPTOKI_NOT_INITIALIZED', 0x190],
    ['CKR_GENERAL_ERROR', 0x5],
  ])('is opened and logged in anew after %s', async (_, code) => {
    const { wrap, wrapping, fail, count } = start();
    const { bytes } = await wrap();
    fail('encrypt', code);
    const again = await wrap();
    expect((await wrapping.unwrap(context, again.bytes)).bytes).toEqual(Buffer.from(key));
    expect((await wrapping.unwrap(context, bytes)).bytes).toEqual(Buffer.from(key));
    expect(count('login')).toBe(2);
  });

  it('that fails again and again is given up, with what the module said', async () => {
    const { wrap, wrapping, fail } = start();
    await wrap();
    fail('encrypt', 0x30);
    await expect(wrapping.wrap(context, key)).rejects.toMatchObject({
      fault: 'login',
      message: 'The module /hsm.so failed: C_encrypt answered 0x30.',
    });
    await wrapping.logIn('1234');
    fail('encrypt', 0x30);
    await expect(wrapping.wrap(context, key)).rejects.toMatchObject({ fault: 'login' });
  });

  it('tells changed bytes from a module that fails', async () => {
    const { wrap, wrapping, fail } = start();
    const { bytes } = await wrap();
    const changed = Uint8Array.from(bytes);
    changed[20] = (changed[20] ?? 0) ^ 1;
    await expect(wrapping.unwrap(context, changed)).rejects.toMatchObject({ name: 'TamperedError' });
    await expect(wrapping.unwrap({ ...context, version: 2 }, bytes)).rejects.toMatchObject({ name: 'TamperedError' });
    // The probe fails as well.
    fail('decrypt', 0x5);
    fail('encrypt', 0x5);
    await expect(wrapping.unwrap(context, bytes)).rejects.toMatchObject({ fault: 'login' });
  });
});

describe('a PIN', () => {
  it.each([
    ['is wrong', returnValue.pinIncorrect, 'pin', 'It is not tried again'],
    ['is no PIN', returnValue.pinInvalid, 'pin', 'It is not tried again'],
    ['is too short', returnValue.pinLengthRange, 'pin', 'wrong length'],
    ['has expired', returnValue.pinExpired, 'refused', 'has expired'],
    ['is locked', returnValue.pinLocked, 'refused', 'security officer has to unlock it'],
    ['was never set', returnValue.userPinNotInitialized, 'refused', 'was never set'],
    ['cannot be checked', 0x30, 'unavailable', 'answered 0x30'],
  ])('that %s is told apart from the others', async (_, code, fault, words) => {
    const { wrapping, fail } = start();
    fail('login', code);
    const error = await wrapping.logIn('98765').catch((each: unknown) => each);
    expect(error).toMatchObject({ fault, message: expect.stringContaining(words) });
    expect(String(error)).not.toContain('98765');
  });

  it.each([
    ['is locked', tokenFlag.pinLocked, 'is locked'],
    ['would lock at the next wrong one', tokenFlag.pinFinalTry, 'may be tried once more'],
  ])('is not tried while the token says that it %s', async (_, flag, words) => {
    const { wrapping, state, count } = start();
    state.flags |= flag;
    await expect(wrapping.logIn('1234')).rejects.toMatchObject({
      fault: 'refused',
      message: expect.stringContaining(words),
    });
    expect(count('login')).toBe(0);
  });

  it('that could not even be handed over is none that was taken', async () => {
    const { wrapping, cryptoki, count } = start();
    cryptoki.login = () => {
      throw new TypeError('The module takes no such arguments.');
    };
    await expect(wrapping.logIn('1234')).rejects.toThrow(TypeError);
    expect(count('find')).toBe(0);
  });

  it('is not asked for by a token that needs none', async () => {
    const { wrapping, state, count } = start();
    state.flags = tokenFlag.initialized;
    await wrapping.wrap(context, key);
    expect(count('login')).toBe(0);
  });
});
