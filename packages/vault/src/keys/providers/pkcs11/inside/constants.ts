/** Numbers of PKCS #11 (OASIS PKCS #11 Specification 3.1, and its header file). */

export const objectClass = { secretKey: 4 } as const;

export const keyType = { aes: 0x1f } as const;

export const attribute = {
  class: 0x0,
  token: 0x1,
  label: 0x3,
  value: 0x11,
  keyType: 0x100,
  id: 0x102,
  sensitive: 0x103,
  encrypt: 0x104,
  decrypt: 0x105,
  wrap: 0x106,
  unwrap: 0x107,
  valueLength: 0x161,
  extractable: 0x162,
} as const;

export const mechanism = { aesGcm: 0x1087, aesKeyWrap: 0x2109, aesKeyWrapPad: 0x210a } as const;

/** What a module says that it can do with a mechanism. */
export const mechanismFlag = { encrypt: 0x100, decrypt: 0x200, wrap: 0x20000, unwrap: 0x40000 } as const;

/** What a token says of itself, and of its PIN. */
export const tokenFlag = {
  loginRequired: 0x4,
  initialized: 0x400,
  pinFinalTry: 0x20000,
  pinLocked: 0x40000,
} as const;

export const sessionFlag = { readWrite: 0x2, serial: 0x4 } as const;

export const userType = { user: 1 } as const;

/** Return values that mean something to us. The others are shown by their number. */
export const returnValue = {
  ok: 0x0,
  pinIncorrect: 0xa0,
  pinInvalid: 0xa1,
  pinLengthRange: 0xa2,
  pinExpired: 0xa3,
  pinLocked: 0xa4,
  tokenNotPresent: 0xe0,
  tokenNotRecognized: 0xe1,
  userAlreadyLoggedIn: 0x100,
  userPinNotInitialized: 0x102,
  alreadyInitialized: 0x191,
} as const;
