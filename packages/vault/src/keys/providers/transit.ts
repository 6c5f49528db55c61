import { RootKeyError, TamperedError } from '../errors.ts';
import { keySize } from '../key-store.ts';
import { lengthPrefixed } from '../length-prefixed.ts';
import type { RootKeyProvider, WrapContext } from '../root-key.ts';
import { type Pause, realPause } from './busy.ts';
import { type JsonAnswer, jsonService, valueAt } from './https-json.ts';
import { healthOf } from './probe.ts';
import { type TransitLogin, transitSession } from './transit-session.ts';

export interface TransitOptions {
  /** `https://` and the host. */
  origin: string;
  /** Where the transit engine is mounted, such as `transit`. */
  mount: string;
  /** The name of the key. */
  key: string;
  namespace?: string | undefined;
  ca?: string | undefined;
  patience?: number | undefined;
  pause?: Pause | undefined;
  login: TransitLogin;
  clock: () => number;
  /** What the key is called in words for the operator, without secrets. */
  uri: string;
}

/** What the transit engine calls a ciphertext: the version of the key, then base64. */
const ciphertextForm = /^vault:v[1-9]\d{0,9}:[A-Za-z0-9+/=]{1,400}$/;

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** What GCM binds a wrapped key to. */
const associatedData = ({ ownerId, purpose, version }: WrapContext): Uint8Array =>
  lengthPrefixed(['tessera.transit.1', ownerId, purpose, String(version)]);

/** What the transit engine says of a ciphertext that it did not make, or made for something else. */
const notItsOwn = /message authentication failed|invalid ciphertext|no prefix|version is too new|could not be decoded/i;

/**
 * A root key in the transit engine of HashiCorp Vault or OpenBao, which encrypts and decrypts and does not give the key out. The context
 * is the `associated_data` of an AEAD key (aes256-gcm96, or chacha20-poly1305).
 */
export const transitRootKey = (options: TransitOptions): RootKeyProvider => {
  const { origin, mount, key, namespace, ca, patience, login, clock, uri, pause = realPause } = options;
  const session = transitSession({
    ...{ client: jsonService({ origin, ca, patience }), login, clock, pause, name: origin },
    headers: { 'X-Vault-Request': 'true', ...(namespace !== undefined && { 'X-Vault-Namespace': namespace }) },
  });
  const path = (operation: string) => `/v1/${mount}/${operation}/${encodeURIComponent(key)}`;

  const objection = ({ status, body }: JsonAnswer, operation: string): Error => {
    const said = [valueAt(body, 'errors')]
      .flat()
      .filter((each) => typeof each === 'string')
      .join(' ')
      .slice(0, 1000);
    if (status === 400 && operation === 'decrypt' && notItsOwn.test(said)) {
      return new TamperedError('A wrapped key has been changed, or was wrapped under another key.');
    }
    const about = `${origin} did not ${operation} with the key "${key}" of ${mount} (status ${status})`;
    if (status === 403)
      return new RootKeyError(
        'refused',
        `${about}: the policy of the token does not allow it, or the token has ended.`,
      );
    if (status === 400 || status === 404) {
      return new RootKeyError('refused', `${about}: the key is not there, may not be used, or is no AEAD key.`);
    }
    return new RootKeyError('unavailable', `${about}: it is sealed, overloaded or on standby.`);
  };

  const call = async (operation: 'encrypt' | 'decrypt', body: object): Promise<unknown> => {
    const answer = await session.call('POST', path(operation), body);
    if (answer.status === 200) return answer.body;
    throw objection(answer, operation);
  };

  const unreadable = (operation: string) =>
    new RootKeyError(
      'unavailable',
      `${origin} answered to ${operation} with something else than the transit engine does.`,
    );

  const wrap = async (context: WrapContext, bytes: Uint8Array): Promise<Uint8Array> => {
    const associated_data = base64(associatedData(context));
    const answer = await call('encrypt', { plaintext: base64(bytes), associated_data });
    const ciphertext = valueAt(answer, 'data', 'ciphertext');
    if (typeof ciphertext !== 'string' || !ciphertextForm.test(ciphertext)) throw unreadable('encrypt');
    return Buffer.from(ciphertext, 'latin1');
  };

  const unwrap = async (context: WrapContext, wrapped: Uint8Array): Promise<Uint8Array> => {
    const ciphertext = Buffer.from(wrapped).toString('latin1');
    if (!ciphertextForm.test(ciphertext)) throw new TamperedError('A wrapped key is not one of a transit engine.');
    const associated_data = base64(associatedData(context));
    const plaintext = valueAt(await call('decrypt', { ciphertext, associated_data }), 'data', 'plaintext');
    const bytes = typeof plaintext === 'string' ? new Uint8Array(Buffer.from(plaintext, 'base64')) : undefined;
    if (bytes?.byteLength !== keySize) throw unreadable('decrypt');
    return bytes;
  };

  return {
    wrap,
    unwrap,
    describe: () => ({ uri, heldBy: 'a key service', algorithm: 'transit AEAD' }),
    health: healthOf({ wrap, unwrap }),
  };
};
