import { createHash, createHmac, randomBytes } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsCredentials } from '../aws/sign-v4.ts';
import { type Asked, type Reply, startCloud, startMetadata } from './cloud-stand-in.ts';
import { gcmOpen, gcmSeal } from './gcm.ts';

/** A hash as the signer of AWS wants it. */
class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    const key = typeof secret === 'string' ? secret : secret && Buffer.from(new Uint8Array(bufferOf(secret)));
    this.#hash = key === undefined ? createHash('sha256') : createHmac('sha256', key);
  }
  update(data: string | ArrayBuffer | ArrayBufferView) {
    this.#hash.update(typeof data === 'string' ? data : new Uint8Array(bufferOf(data)));
  }
  async digest() {
    return new Uint8Array(this.#hash.digest());
  }
  reset() {}
}

const bufferOf = (data: ArrayBuffer | ArrayBufferView): Uint8Array =>
  ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);

const error = (status: number, name: string, message = ''): Reply => ({ status, body: { __type: name, message } });

interface Key {
  bytes: Uint8Array;
  state: 'Enabled' | 'Disabled' | 'PendingDeletion';
}

export const region = 'eu-central-1';
export const keyArn = (name = '1234abcd-12ab-34cd-56ef-1234567890ab') =>
  `arn:aws:kms:${region}:111122223333:key/${name}`;
export const aliasArn = (name: string) => `arn:aws:kms:${region}:111122223333:alias/${name}`;

/** Minutes by which the time of a signature may be off. */
const tolerance = 5 * 60_000;

/**
 * Stands in for AWS KMS in one region, over TLS: checks signatures by the signer that AWS publishes, their time and scope, and binds the
 * encryption context. It is ours: it shows that the vault speaks as AWS documents, not that AWS answers so.
 */
export const startAwsKms = async (clock: () => number = Date.now) => {
  const keys = new Map<string, Key>([[keyArn(), { bytes: randomBytes(32), state: 'Enabled' }]]);
  /** The ARN of the key that each alias leads to. */
  const aliases = new Map<string, string>();
  const users = new Map<string, AwsCredentials & { endsAt?: number }>();

  const objection = async ({ headers, body }: Asked, now: number): Promise<Reply | undefined> => {
    const authorization = headers.authorization ?? '';
    const [, id = '', scope = '', names = ''] =
      /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\S+), SignedHeaders=(\S+), Signature=[0-9a-f]{64}$/.exec(authorization) ??
      [];
    const user = users.get(id);
    if (!user)
      return error(400, 'UnrecognizedClientException', 'The security token included in the request is invalid.');
    if (headers['x-amz-security-token'] !== user.sessionToken) return error(400, 'UnrecognizedClientException');
    if (user.endsAt !== undefined && now >= user.endsAt) return error(400, 'ExpiredTokenException');
    const [day, at, service, end] = scope.split('/');
    if (at !== region || service !== 'kms' || end !== 'aws4_request') {
      return error(400, 'InvalidSignatureException', `Credential should be scoped to a valid region.`);
    }
    const time = String(headers['x-amz-date']).replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z');
    const signedAt = new Date(time);
    if (!(Math.abs(signedAt.getTime() - now) <= tolerance) || !String(headers['x-amz-date']).startsWith(String(day))) {
      return error(
        400,
        'InvalidSignatureException',
        `Signature expired: ${time} is not near ${new Date(now).toISOString()}`,
      );
    }
    const listed = names.split(';');
    for (const name of ['host', 'x-amz-date', 'x-amz-target', 'content-type']) {
      if (!listed.includes(name)) return error(400, 'IncompleteSignatureException');
    }
    const { accessKeyId, secretAccessKey, sessionToken } = user;
    const credentials = { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
    const signer = new SignatureV4({ credentials, region, service: 'kms', sha256: Sha256, applyChecksum: false });
    const { headers: signed } = await signer.sign(
      {
        ...{ method: 'POST', protocol: 'https:', hostname: 'localhost', path: '/', query: {}, body },
        headers: Object.fromEntries(
          listed
            .filter((name) => !['x-amz-date', 'x-amz-security-token'].includes(name))
            .map((name) => [name, String(headers[name])]),
        ),
      },
      { signingDate: signedAt },
    );
    return signed.authorization === authorization ? undefined : error(400, 'InvalidSignatureException');
  };

  const answer = async (asked: Asked, now: number): Promise<Reply> => {
    const refused = await objection(asked, now);
    if (refused) return refused;
    if (asked.headers['content-type'] !== 'application/x-amz-json-1.1') return error(400, 'SerializationException');
    const { KeyId, EncryptionContext, Plaintext, CiphertextBlob } = JSON.parse(asked.body);
    const key = keys.get(aliases.get(KeyId) ?? KeyId);
    if (!key) return error(400, 'NotFoundException', `Key '${KeyId}' does not exist`);
    if (key.state === 'Disabled') return error(400, 'DisabledException', `${KeyId} is disabled.`);
    if (key.state === 'PendingDeletion') return error(400, 'KMSInvalidStateException', `${KeyId} is pending deletion.`);
    const data = Buffer.from(JSON.stringify(Object.entries(EncryptionContext).toSorted()));
    if (asked.headers['x-amz-target'] === 'TrentService.Encrypt') {
      const blob = gcmSeal(key.bytes, Buffer.from(Plaintext, 'base64'), data).toString('base64');
      return { status: 200, body: { CiphertextBlob: blob, KeyId, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' } };
    }
    if (asked.headers['x-amz-target'] !== 'TrentService.Decrypt') return error(400, 'UnknownOperationException');
    const plaintext = gcmOpen(key.bytes, Buffer.from(CiphertextBlob, 'base64'), data);
    if (!plaintext) {
      // A ciphertext of AWS says which key made it.
      const isAnothers = [...keys.values()].some(({ bytes }) =>
        gcmOpen(bytes, Buffer.from(CiphertextBlob, 'base64'), data),
      );
      return error(400, isAnothers ? 'IncorrectKeyException' : 'InvalidCiphertextException');
    }
    const body = { Plaintext: plaintext.toString('base64'), KeyId, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
    return { status: 200, body };
  };

  const cloud = await startCloud(clock, answer);
  return {
    ...{ ...cloud, keys, aliases, users },
    /** Makes a user, and gives what it signs with. */
    user: (own: Partial<AwsCredentials> & { endsAt?: number } = {}) => {
      const user = {
        accessKeyId: `AKIA${randomBytes(8).toString('hex').toUpperCase()}`,
        secretAccessKey: randomBytes(30).toString('base64'),
        ...own,
      };
      users.set(user.accessKeyId, user);
      return user;
    },
  };
};

/** Stands in for the metadata service of an instance (`/latest/…`) and of a container (`/v2/credentials/…`). */
export const startAwsMetadata = (give: () => AwsCredentials & { endsAt?: number }) => {
  let opened = '';
  const credentials = (): Reply => {
    const { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: Token, endsAt = 0 } = give();
    const Expiration = new Date(endsAt).toISOString().replace('.000', '');
    return { status: 200, body: { Code: 'Success', AccessKeyId, SecretAccessKey, Token, Expiration } };
  };
  return startMetadata(({ method, path, headers }) => {
    if (path === '/v2/credentials/task') {
      return headers.authorization === 'a-token' ? credentials() : { status: 401, body: '' };
    }
    if (method === 'PUT' && path === '/latest/api/token' && headers['x-aws-ec2-metadata-token-ttl-seconds']) {
      opened = randomBytes(16).toString('base64');
      return { status: 200, body: opened };
    }
    if (opened === '' || headers['x-aws-ec2-metadata-token'] !== opened) return { status: 401, body: '' };
    if (path === '/latest/meta-data/iam/security-credentials/') return { status: 200, body: 'vault-role' };
    if (path === '/latest/meta-data/iam/security-credentials/vault-role') return credentials();
    return { status: 404, body: '' };
  });
};
