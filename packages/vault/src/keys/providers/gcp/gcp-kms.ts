import { RootKeyError, TamperedError } from '../../errors.ts';
import { keySize } from '../../key-store.ts';
import { lengthPrefixed } from '../../length-prefixed.ts';
import type { RootKeyProvider, WrapContext } from '../../root-key.ts';
import { bearerPost } from '../bearer.ts';
import { isBusy, type Pause, realPause } from '../busy.ts';
import { type JsonAnswer, jsonService, numberAt, textAt, valueAt } from '../https-json.ts';
import type { Held } from '../lasting.ts';
import { healthOf } from '../probe.ts';
import { crc32c } from './crc32c.ts';

export interface GcpKmsOptions {
  /** `https://` and the host. */
  origin: string;
  /** `projects/…/locations/…/keyRings/…/cryptoKeys/…`. */
  key: string;
  token: Held<string>;
  ca?: string | undefined;
  patience?: number | undefined;
  pause?: Pause | undefined;
}

/** Bytes of the longest ciphertext that is asked about; that of a key takes about 120. */
const longest = 4096;

const additionalData = ({ ownerId, purpose, version }: WrapContext): Uint8Array =>
  lengthPrefixed(['tessera.gcpkms.1', ownerId, purpose, String(version)]);

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
/** A checksum as JSON has 64-bit integers. */
const sum = (bytes: Uint8Array): string => String(crc32c(bytes));

const reasons: Readonly<Record<string, string>> = {
  UNAUTHENTICATED: 'the credentials have ended, or are not known there',
  PERMISSION_DENIED: 'the account may not use the key, or the key is not there',
  NOT_FOUND: 'there is no such key in this project and location',
  FAILED_PRECONDITION: 'the version of the key is disabled or destroyed',
  INVALID_ARGUMENT: 'the key is not a symmetric key for encryption',
};

/** Bytes in an answer that agree with the checksum beside them. */
const bytesIn = (body: unknown, name: string): Uint8Array | undefined => {
  const text = valueAt(body, name);
  const bytes = typeof text === 'string' ? new Uint8Array(Buffer.from(text, 'base64')) : undefined;
  return bytes && crc32c(bytes) === numberAt(body, `${name}Crc32c`) ? bytes : undefined;
};

/** A symmetric key in Google Cloud KMS, which encrypts and decrypts there, with the context as additional authenticated data. */
export const gcpKmsRootKey = ({
  origin,
  key,
  token,
  ca,
  patience,
  pause = realPause,
}: GcpKmsOptions): RootKeyProvider => {
  const client = jsonService({ origin, ca, patience });

  const messageIn = (body: unknown) => textAt(body, 'error', 'message');

  /** Whether what was sent or received was damaged on its way: then it is asked again, as Google advises. */
  const isDamaged = ({ status, body }: JsonAnswer): boolean => {
    if (status === 400) return /checksum/i.test(messageIn(body));
    if (status !== 200) return false;
    const name = valueAt(body, 'plaintext') === undefined ? 'ciphertext' : 'plaintext';
    return valueAt(body, name) !== undefined && bytesIn(body, name) === undefined;
  };
  const post = bearerPost({ client, token, pause, isLater: (answer) => isBusy(answer) || isDamaged(answer) });

  const objection = ({ status, body }: JsonAnswer, operation: string): Error => {
    const code = textAt(body, 'error', 'status');
    if (operation === 'decrypt' && code === 'INVALID_ARGUMENT' && /^decryption failed/i.test(messageIn(body))) {
      return new TamperedError('A wrapped key has been changed, or was wrapped under another key.');
    }
    const about = `Cloud KMS did not ${operation} with ${key} (status ${status})`;
    const reason = Object.hasOwn(reasons, code) ? reasons[code] : undefined;
    return status >= 400 && status < 500 && status !== 429 && reason !== undefined
      ? new RootKeyError('refused', `${about}: ${reason}.`)
      : new RootKeyError('unavailable', `${about}: it is overloaded, or out of order.`);
  };

  const call = async (operation: 'encrypt' | 'decrypt', body: object): Promise<unknown> => {
    const answer = await post(`/v1/${key}:${operation}`, body);
    if (answer.status === 200 && !isDamaged(answer)) return answer.body;
    throw objection(answer, operation);
  };

  const unreadable = () =>
    new RootKeyError('unavailable', `${origin} answered with something else than Cloud KMS does.`);

  const bound = (context: WrapContext) => {
    const data = additionalData(context);
    return { additionalAuthenticatedData: base64(data), additionalAuthenticatedDataCrc32c: sum(data) };
  };

  const wrap = async (context: WrapContext, bytes: Uint8Array): Promise<Uint8Array> => {
    const plaintext = { plaintext: base64(bytes), plaintextCrc32c: sum(bytes) };
    const answer = await call('encrypt', { ...plaintext, ...bound(context) });
    const isVerified = ['verifiedPlaintextCrc32c', 'verifiedAdditionalAuthenticatedDataCrc32c'].every(
      (name) => valueAt(answer, name) === true,
    );
    const ciphertext = bytesIn(answer, 'ciphertext');
    if (!isVerified || !ciphertext || ciphertext.byteLength === 0) throw unreadable();
    return ciphertext;
  };

  const unwrap = async (context: WrapContext, wrapped: Uint8Array): Promise<Uint8Array> => {
    if (wrapped.byteLength === 0 || wrapped.byteLength > longest) {
      throw new TamperedError('A wrapped key is not one of Cloud KMS.');
    }
    const ciphertext = { ciphertext: base64(wrapped), ciphertextCrc32c: sum(wrapped) };
    const bytes = bytesIn(await call('decrypt', { ...ciphertext, ...bound(context) }), 'plaintext');
    if (bytes?.byteLength !== keySize) throw unreadable();
    return bytes;
  };

  return {
    wrap,
    unwrap,
    describe: () => ({ uri: `gcpkms:${key}`, heldBy: 'a key service', algorithm: 'Cloud KMS AES-256-GCM' }),
    health: healthOf({ wrap, unwrap }),
  };
};
