/** Something sealed is not what was sealed, or stands where it was not sealed. Says where, never what. */
export class TamperedError extends Error {
  override readonly name = 'TamperedError';
}

/** The tenant, or this version of its key, has been destroyed or never was: what it sealed is gone for good. */
export class KeyDestroyedError extends Error {
  override readonly name = 'KeyDestroyedError';
}

export type RootKeyErrorCode = 'missing' | 'malformed' | 'exposed' | 'wrong' | 'unavailable' | 'refused' | 'sealed';

/**
 * The root key cannot be used: `missing`, `malformed`, `exposed` (others may read the file), `wrong` (it is not the one the stored keys
 * were wrapped under), `unavailable` (what holds it does not answer), `refused` (what holds it says no) or `sealed` (it was out of reach
 * for so long that the vault has forgotten all keys).
 */
export class RootKeyError extends Error {
  override readonly name = 'RootKeyError';
  readonly code: RootKeyErrorCode;

  constructor(code: RootKeyErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** The keys are no longer as the caller knows them: another process has changed them. Nothing was done. */
export class KeysChangedError extends Error {
  override readonly name = 'KeysChangedError';
}
