import {
  constants,
  createCipheriv,
  createDecipheriv,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
  privateEncrypt,
  publicDecrypt,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import { type Asked, type Reply, startCloud, startMetadata } from './cloud-stand-in.ts';

const error = (status: number, code: string, inner?: string): Reply => ({
  status,
  body: { error: { code, message: 'A message.', ...(inner !== undefined && { innererror: { code: inner } }) } },
});

/** One version of a key. */
interface Version {
  id: string;
  key: { private: KeyObject; public: KeyObject } | Uint8Array;
}

export const rsaVersion = (): Version => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { id: randomBytes(16).toString('hex'), key: { private: privateKey, public: publicKey } };
};

export const aesVersion = (): Version => ({ id: randomBytes(16).toString('hex'), key: randomBytes(32) });

const iv = Buffer.alloc(8, 0xa6);
/** What precedes a SHA-256 digest in a signature of RSASSA-PKCS1-v1_5 (RFC 8017 §9.2). */
const digestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex');

const attempt = (run: () => Buffer): Buffer | undefined => {
  try {
    return run();
  } catch {
    return undefined;
  }
};

const wrap = (key: Version['key'], value: Buffer): Buffer => {
  if (!(key instanceof Uint8Array)) {
    return publicEncrypt({ key: key.public, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, value);
  }
  const cipher = createCipheriv('id-aes256-wrap', key, iv);
  return Buffer.concat([cipher.update(value), cipher.final()]);
};

const unwrap = (key: Version['key'], value: Buffer): Buffer | undefined =>
  attempt(() => {
    if (!(key instanceof Uint8Array)) {
      return privateDecrypt({ key: key.private, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, value);
    }
    const cipher = createDecipheriv('id-aes256-wrap', key, iv);
    return Buffer.concat([cipher.update(value), cipher.final()]);
  });

/**
 * Stands in for Azure Key Vault, a managed HSM (keys of `aesVersion`) and the token endpoint of Entra ID, over TLS. It is ours: it shows that
 * the vault speaks as Azure documents, not that Azure answers so.
 */
export const startAzure = async (clock: () => number = Date.now) => {
  const keys = new Map<string, { versions: Version[]; enabled: boolean }>([
    ['tessera', { versions: [rsaVersion()], enabled: true }],
  ]);
  const tokens = new Map<string, number>();
  const state = {
    ...{ secret: 'a client secret', federated: 'a.federated.token' },
    /** What it checks. Tests take single checks away, to show that they are needed. */
    checks: { proof: true, token: true, signature: true },
  };

  const give = (now: number): Reply => {
    const token = `eyJ.${randomBytes(16).toString('base64url')}.sig`;
    tokens.set(token, now + 3_599_000);
    return { status: 200, body: { token_type: 'Bearer', expires_in: 3599, access_token: token } };
  };

  const authorize = ({ body }: Asked, now: number): Reply => {
    const form = Object.fromEntries(new URLSearchParams(body));
    const isProved =
      !state.checks.proof ||
      form.client_secret === state.secret ||
      (form.client_assertion === state.federated &&
        form.client_assertion_type === 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
    const isAsked = form.grant_type === 'client_credentials' && form.scope === 'https://vault.azure.net/.default';
    if (isAsked && isProved && form.client_id === 'a-client') return give(now);
    return { status: 401, body: { error: 'invalid_client', error_description: 'AADSTS7000215' } };
  };

  const operate = (operation: string, { id, key }: Version, name: string, host: string, asked: Asked): Reply => {
    const { alg, value, digest } = JSON.parse(asked.body);
    const result = (bytes: Buffer): Reply => ({
      status: 200,
      body: { kid: `https://${host}/keys/${name}/${id}`, value: bytes.toString('base64url') },
    });
    const given = Buffer.from(value, 'base64url');
    const isRsa = !(key instanceof Uint8Array);
    if (operation.endsWith('wrapkey')) {
      if (alg !== (isRsa ? 'RSA-OAEP-256' : 'A256KW')) return error(400, 'BadParameter');
      const bytes = operation === 'wrapkey' ? wrap(key, given) : unwrap(key, given);
      return bytes ? result(bytes) : error(400, 'BadParameter');
    }
    if (!isRsa || alg !== 'RS256') return error(400, 'BadParameter');
    if (operation === 'sign') {
      if (given.byteLength !== 32) return error(400, 'BadParameter');
      const padding = constants.RSA_PKCS1_PADDING;
      return result(privateEncrypt({ key: key.private, padding }, Buffer.concat([digestInfo, given])));
    }
    const expected = Buffer.concat([digestInfo, Buffer.from(digest, 'base64url')]);
    const found = attempt(() => publicDecrypt({ key: key.public, padding: constants.RSA_PKCS1_PADDING }, given));
    return { status: 200, body: { value: !state.checks.signature || (found?.equals(expected) ?? false) } };
  };

  const answer = (asked: Asked, now: number): Reply => {
    if (asked.path === '/a-tenant/oauth2/v2.0/token') return authorize(asked, now);
    const token = /^Bearer (\S+)$/.exec(asked.headers.authorization ?? '')?.[1] ?? '';
    if (state.checks.token && !(now < (tokens.get(token) ?? 0))) return error(401, 'Unauthorized');
    const [, name = '', id = '', operation] =
      /^\/keys\/([\w-]+)\/(\w*)\/(wrapkey|unwrapkey|sign|verify)\?api-version=7\.4$/.exec(asked.path) ?? [];
    if (operation === undefined) return error(404, 'NotFound');
    const key = keys.get(name);
    const version = id === '' ? key?.versions.at(-1) : key?.versions.find((each) => each.id === id);
    if (!key || !version) return error(404, 'KeyNotFound');
    if (!key.enabled) return error(403, 'Forbidden', 'KeyDisabled');
    return operate(operation, version, name, asked.headers.host ?? '', asked);
  };

  const cloud = await startCloud(clock, answer);
  return { ...cloud, keys, tokens, state, give };
};

/** Stands in for the identity service of a machine of Azure, and of App Service, which give what `give` says. */
export const startAzureIdentity = (give: () => Reply) =>
  startMetadata(({ path, headers }) => {
    const url = new URL(path, 'http://localhost');
    const version = url.searchParams.get('api-version');
    if (url.searchParams.get('resource') !== 'https://vault.azure.net') return { status: 400, body: '' };
    const isMachine = url.pathname === '/metadata/identity/oauth2/token' && version === '2018-02-01';
    if (isMachine && headers.metadata === 'true') return give();
    const isApp = url.pathname === '/msi/token' && version === '2019-08-01';
    return isApp && headers['x-identity-header'] === 'a-header' ? give() : { status: 400, body: '' };
  });
