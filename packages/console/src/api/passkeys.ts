/** Why no passkey came: the person closed the browser's window, or the browser has no passkeys. */
export class PasskeyError extends Error {
  override readonly name = 'PasskeyError';
  readonly reason: 'unsupported' | 'refused' | 'known';

  constructor(reason: 'unsupported' | 'refused' | 'known') {
    super(reason);
    this.reason = reason;
  }
}

/** Whether this browser can read and write passkeys as JSON (WebAuthn Level 3 §5.1.8). */
export const hasPasskeys = (window: Window): boolean =>
  'PublicKeyCredential' in window && 'parseRequestOptionsFromJSON' in PublicKeyCredential;

const asked = async (ask: () => Promise<Credential | null>): Promise<unknown> => {
  let credential: Credential | null;
  try {
    credential = await ask();
  } catch (thrown) {
    // Browsers do not tell a person who refused from one who took too long, or from a key that is not there.
    const name = thrown instanceof DOMException ? thrown.name : '';
    if (name === 'InvalidStateError') throw new PasskeyError('known');
    if (name === 'NotAllowedError' || name === 'AbortError') throw new PasskeyError('refused');
    throw thrown;
  }
  if (!(credential instanceof PublicKeyCredential)) throw new PasskeyError('refused');
  return credential.toJSON();
};

/** Asks the person to sign with a passkey, and gives what the server checks. */
export const signWithPasskey = async (
  window: Window,
  options: PublicKeyCredentialRequestOptionsJSON,
): Promise<unknown> => {
  if (!hasPasskeys(window)) throw new PasskeyError('unsupported');
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return await asked(() => window.navigator.credentials.get({ publicKey }));
};

/** Asks the person to make a passkey, and gives what the server keeps of it. */
export const makePasskey = async (
  window: Window,
  options: PublicKeyCredentialCreationOptionsJSON,
): Promise<unknown> => {
  if (!hasPasskeys(window)) throw new PasskeyError('unsupported');
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  return await asked(() => window.navigator.credentials.create({ publicKey }));
};
