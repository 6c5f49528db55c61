import { RootKeyError, TamperedError } from '../../errors.ts';
import { keySize } from '../../key-store.ts';
import type { RootKeyProvider, WrapContext } from '../../root-key.ts';
import { askUntilAnswered, isBusy, type Pause, realPause } from '../busy.ts';
import { type JsonAnswer, jsonService, textAt, valueAt } from '../https-json.ts';
import type { Held } from '../lasting.ts';
import { healthOf } from '../probe.ts';
import { serviceClock } from '../service-clock.ts';
import { type AwsCredentials, signV4 } from './sign-v4.ts';

export interface AwsKmsOptions {
  /** `https://` and the host. */
  origin: string;
  region: string;
  /** The ARN of a key or of an alias. */
  key: string;
  credentials: Held<AwsCredentials>;
  ca?: string | undefined;
  patience?: number | undefined;
  pause?: Pause | undefined;
  clock: () => number;
}

/** Bytes of the longest ciphertext that AWS KMS takes. */
const longest = 6144;

/** Plain text in CloudTrail, and bound to the ciphertext by AWS KMS. */
const encryptionContext = ({ ownerId, purpose, version }: WrapContext) => ({
  'tessera:format': '1',
  'tessera:owner': ownerId,
  'tessera:purpose': purpose,
  'tessera:version': String(version),
});

/** The name of an error, which may follow a namespace. */
const errorIn = (body: unknown): string => textAt(body, '__type').replace(/^.*#/, '');

const isThrottled = (body: unknown): boolean => errorIn(body) === 'ThrottlingException';

/** What AWS says of credentials that it does not take, or no longer. */
const unknownCredentials = new Set([
  'ExpiredTokenException',
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'MissingAuthenticationTokenException',
]);

/** What is the matter, by the name of the error, for the operator. */
const reasons: Readonly<Record<string, string>> = {
  AccessDeniedException: 'the policy of the key or of the role does not allow it',
  DisabledException: 'the key is disabled',
  KMSInvalidStateException: 'the key waits for its deletion, or cannot be used in its present state',
  NotFoundException: 'there is no such key in this region and account',
  InvalidKeyUsageException: 'the key is not a symmetric key for encryption',
};

const notItsOwn = new Set(['InvalidCiphertextException', 'IncorrectKeyException']);

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** A root key in AWS KMS: a symmetric key that encrypts and decrypts there, with the context as encryption context. */
export const awsKmsRootKey = (options: AwsKmsOptions): RootKeyProvider => {
  const { origin, region, key, credentials, ca, patience, clock, pause = realPause } = options;
  const client = jsonService({ origin, ca, patience });
  const time = serviceClock(clock);
  const { host } = new URL(origin);
  const isAlias = /:alias\//.test(key);
  const elsewhere = () =>
    new RootKeyError(
      'wrong',
      `The stored keys were wrapped under another key of AWS KMS than the one that ${key} leads to now. Point the alias at that key ` +
        'again, or start with the ARN of that key; to move to the other one, name it in: keys rotate --root --to.',
    );

  const objection = ({ status, body }: JsonAnswer, operation: string): Error => {
    const error = errorIn(body);
    if (operation === 'Decrypt' && error === 'IncorrectKeyException' && isAlias) return elsewhere();
    if (operation === 'Decrypt' && notItsOwn.has(error)) {
      return new TamperedError('A wrapped key has been changed, or was wrapped under another key.');
    }
    const name = /^[A-Za-z]{1,60}$/.test(error) ? error : 'no name of an error';
    const about = `AWS KMS in ${region} did not ${operation.toLowerCase()} with ${key} (status ${status}, ${name})`;
    if (unknownCredentials.has(error)) {
      return new RootKeyError('refused', `${about}: the credentials have ended, or are not known there.`);
    }
    if (error === 'InvalidSignatureException' || error === 'IncompleteSignatureException') {
      return new RootKeyError(
        'refused',
        `${about}: the secret access key is wrong, the endpoint is one of another region, or the clock of this machine is off.`,
      );
    }
    if (status === 400 && !isThrottled(body)) {
      return new RootKeyError('refused', `${about}: ${reasons[error] ?? 'the call is not allowed'}.`);
    }
    return new RootKeyError('unavailable', `${about}: it is overloaded, or out of order.`);
  };

  /** Whether a call that was refused may do better at once: with other credentials, or by the clock of the service. */
  const mended = (answer: JsonAnswer): boolean => {
    const error = errorIn(answer.body);
    if (error === 'InvalidSignatureException' && time.learn(answer)) return true;
    if (!unknownCredentials.has(error) && error !== 'InvalidSignatureException') return false;
    credentials.forget();
    return true;
  };

  const ask = async (operation: string, text: string): Promise<JsonAnswer> => {
    const given = await credentials.current();
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `TrentService.${operation}` };
    const signing = { host, region, service: 'kms', credentials: given, at: time.now() };
    return client.send('POST', '/', signV4(headers, text, signing), text);
  };

  const call = async (operation: 'Encrypt' | 'Decrypt', body: object): Promise<unknown> => {
    const text = JSON.stringify({ KeyId: key, ...body });
    const isLater = (answer: JsonAnswer) => isBusy(answer) || isThrottled(answer.body);
    for (let attempt = 1; ; attempt++) {
      const answer = await askUntilAnswered(() => ask(operation, text), pause, isLater);
      if (answer.status === 200) return answer.body;
      // A wrong clock may hide behind credentials that have ended.
      if (attempt === 3 || !mended(answer)) throw objection(answer, operation);
    }
  };

  const bytesIn = (answer: unknown, name: string): Uint8Array => {
    const text = valueAt(answer, name);
    if (typeof text === 'string' && text !== '') return new Uint8Array(Buffer.from(text, 'base64'));
    throw new RootKeyError('unavailable', `${origin} answered with something else than AWS KMS does.`);
  };

  const wrap = async (context: WrapContext, bytes: Uint8Array): Promise<Uint8Array> => {
    const body = { Plaintext: base64(bytes), EncryptionContext: encryptionContext(context) };
    return bytesIn(await call('Encrypt', body), 'CiphertextBlob');
  };

  const unwrap = async (context: WrapContext, wrapped: Uint8Array): Promise<Uint8Array> => {
    if (wrapped.byteLength === 0 || wrapped.byteLength > longest) {
      throw new TamperedError('A wrapped key is not one of AWS KMS.');
    }
    const body = { CiphertextBlob: base64(wrapped), EncryptionContext: encryptionContext(context) };
    const bytes = bytesIn(await call('Decrypt', body), 'Plaintext');
    if (bytes.byteLength === keySize) return bytes;
    throw new RootKeyError('unavailable', `${origin} answered with something else than AWS KMS does.`);
  };

  return {
    wrap,
    unwrap,
    describe: () => ({ uri: `awskms:${key}`, heldBy: 'a key service', algorithm: 'AWS KMS SYMMETRIC_DEFAULT' }),
    health: healthOf({ wrap, unwrap }),
  };
};
