import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, verify } from 'node:crypto';
import { crc32c } from '../gcp/crc32c.ts';
import { type Asked, type Reply, startCloud, startMetadata } from './cloud-stand-in.ts';
import { gcmOpen, gcmSeal } from './gcm.ts';

const error = (code: number, status: string, message: string): Reply => ({
  status: code,
  body: { error: { code, status, message } },
});

export const keyName = (name = 'tessera') => `projects/acme/locations/europe-west3/keyRings/vault/cryptoKeys/${name}`;

const part = (token: string, place: number) =>
  JSON.parse(Buffer.from(token.split('.')[place] ?? '', 'base64url').toString());

/**
 * Stands in for Google Cloud KMS and the token endpoint of service accounts, over TLS: checks the signature, audience and times of what an
 * account signs, tokens, checksums and additional authenticated data. It is ours: it shows that the vault speaks as Google documents, not
 * that Google answers so.
 */
export const startGcpKms = async (clock: () => number = Date.now) => {
  const keys = new Map([[keyName(), { bytes: randomBytes(32), enabled: true }]]);
  const accounts = new Map<string, KeyObject>();
  /** Tokens, and when each ends. */
  const tokens = new Map<string, number>();

  const give = (now: number): Reply => {
    const token = `ya29.${randomBytes(16).toString('base64url')}`;
    tokens.set(token, now + 3_599_000);
    return { status: 200, body: { access_token: token, expires_in: 3599, token_type: 'Bearer' } };
  };

  const authorize = ({ body, headers }: Asked, now: number): Reply => {
    const form = new URLSearchParams(body);
    const refused = (description: string): Reply => ({
      status: 400,
      body: { error: 'invalid_grant', error_description: description },
    });
    if (headers['content-type'] !== 'application/x-www-form-urlencoded') return refused('Bad request');
    if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer') return refused('Bad grant type');
    const assertion = form.get('assertion') ?? '';
    const [header, claims] = [part(assertion, 0), part(assertion, 1)];
    const key = accounts.get(`${claims.iss} ${header.kid}`);
    const [signed, signature] = [assertion.slice(0, assertion.lastIndexOf('.')), assertion.split('.')[2] ?? ''];
    const isSigned = key && verify('RSA-SHA256', Buffer.from(signed), key, Buffer.from(signature, 'base64url'));
    if (header.alg !== 'RS256' || !isSigned) return refused('Invalid JWT Signature.');
    if (claims.aud !== `https://localhost:${headers.host?.split(':')[1]}/token`) return refused('Invalid audience');
    if (claims.scope !== 'https://www.googleapis.com/auth/cloudkms') return refused('Invalid scope');
    const seconds = now / 1000;
    if (claims.exp <= seconds || claims.iat > seconds + 300 || claims.exp - claims.iat > 3600) {
      return refused('Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.');
    }
    return give(now);
  };

  const answer = (asked: Asked, now: number): Reply => {
    if (asked.path === '/token') return authorize(asked, now);
    const token = /^Bearer (\S+)$/.exec(asked.headers.authorization ?? '')?.[1] ?? '';
    if (!(now < (tokens.get(token) ?? 0))) return error(401, 'UNAUTHENTICATED', 'Invalid authentication credentials.');
    const [, name = '', operation] = /^\/v1\/(.+):(encrypt|decrypt)$/.exec(asked.path) ?? [];
    if (operation === undefined) return error(404, 'NOT_FOUND', 'Not found');
    const key = keys.get(name);
    if (!key) return error(404, 'NOT_FOUND', `CryptoKey ${name} not found.`);
    if (!key.enabled) {
      return error(
        400,
        'FAILED_PRECONDITION',
        `${name}/cryptoKeyVersions/1 is not enabled, current state is: DISABLED.`,
      );
    }
    const body = JSON.parse(asked.body);
    const bytes = (field: string) => Buffer.from(body[field] ?? '', 'base64');
    const input = operation === 'encrypt' ? 'plaintext' : 'ciphertext';
    for (const field of [input, 'additionalAuthenticatedData']) {
      if (body[`${field}Crc32c`] !== String(crc32c(bytes(field)))) {
        return error(400, 'INVALID_ARGUMENT', `The checksum in field ${field}_crc32c did not match the data.`);
      }
    }
    const data = bytes('additionalAuthenticatedData');
    if (operation === 'encrypt') {
      const ciphertext = gcmSeal(key.bytes, bytes('plaintext'), data);
      return {
        status: 200,
        body: {
          name: `${name}/cryptoKeyVersions/1`,
          ciphertext: ciphertext.toString('base64'),
          ciphertextCrc32c: String(crc32c(ciphertext)),
          verifiedPlaintextCrc32c: true,
          verifiedAdditionalAuthenticatedDataCrc32c: true,
          protectionLevel: 'HSM',
        },
      };
    }
    const plaintext = gcmOpen(key.bytes, bytes('ciphertext'), data);
    if (!plaintext) {
      const said = "Decryption failed: verify that 'name' refers to the correct CryptoKey.";
      return error(400, 'INVALID_ARGUMENT', said);
    }
    const [text, sum] = [plaintext.toString('base64'), String(crc32c(plaintext))];
    return { status: 200, body: { plaintext: text, plaintextCrc32c: sum, usedPrimary: true } };
  };

  const cloud = await startCloud(clock, answer);
  return {
    ...{ ...cloud, keys, accounts, tokens, give },
    /** Makes a key of a service account, and gives the file that its owner downloads. */
    account: (email = 'vault@acme.iam.gserviceaccount.com') => {
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const keyId = randomBytes(20).toString('hex');
      accounts.set(`${email} ${keyId}`, createPublicKey(privateKey));
      return JSON.stringify({
        ...{ type: 'service_account', client_email: email, private_key_id: keyId },
        private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
        token_uri: `${cloud.origin}/token`,
      });
    },
  };
};

/** Stands in for the metadata service of a machine of Google Cloud, which gives what `give` says. */
export const startGcpMetadata = (give: () => Reply) =>
  startMetadata(({ path, headers }) => {
    if (headers['metadata-flavor'] !== 'Google') return { status: 403, body: '' };
    return path === '/computeMetadata/v1/instance/service-accounts/default/token' ? give() : { status: 404, body: '' };
  });
