import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { certificateAuthority } from '../../../egress/testing/certificates.ts';
import { startDestination } from '../../../egress/testing/destinations.ts';
import { gcmOpen, gcmSeal } from './gcm.ts';

/** A version of a key of the transit engine. */
type Version = Buffer;

interface Reply {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

const refused = (status: number, ...errors: string[]): Reply => ({ status, body: { errors } });

const read = async (request: IncomingMessage): Promise<Record<string, unknown>> => {
  let text = '';
  for await (const part of request) text += part;
  return text === '' ? {} : JSON.parse(text);
};

/**
 * Stands in for the transit engine, AppRole login and renewal of tokens of HashiCorp Vault and OpenBao, as their HTTP API documents them,
 * over TLS. It is ours: it shows that the vault speaks as documented, not that a release of either answers so.
 */
export const startTransit = async () => {
  const authority = certificateAuthority();
  const keys = new Map<string, Version[]>([['tessera', [randomBytes(32)]]]);
  /** Tokens and the seconds that each has left at its next renewal. */
  const tokens = new Map<string, { lease: number; renewable: boolean }>([['s.given', { lease: 0, renewable: false }]]);
  const state = {
    status: undefined as Reply | 'silence' | undefined,
    /** Answers for the calls to come, one each. */
    next: [] as Reply[],
    secretId: 'a secret id',
    lease: 600,
    namespace: undefined as string | undefined,
    /** Milliseconds that it takes for each answer. */
    delay: 0,
  };
  const calls: { path: string; token: string | undefined }[] = [];

  const transit = (operation: string, name: string, body: Record<string, unknown>): Reply => {
    const versions = keys.get(name);
    const text = (property: string) => Buffer.from(String(body[property] ?? ''), 'base64');
    if (!versions) return refused(400, 'encryption key not found');
    if (operation === 'encrypt') {
      const version = versions.length;
      const key = versions[version - 1] ?? Buffer.alloc(0);
      const box = gcmSeal(key, text('plaintext'), text('associated_data')).toString('base64');
      return { status: 200, body: { data: { ciphertext: `vault:v${version}:${box}`, key_version: version } } };
    }
    const [, version, box] = /^vault:v(\d+):(.+)$/.exec(String(body.ciphertext)) ?? [];
    if (box === undefined) return refused(400, 'invalid ciphertext: no prefix');
    const key = versions[Number(version) - 1];
    if (!key) return refused(400, 'invalid ciphertext: version is too new');
    const plaintext = gcmOpen(key, Buffer.from(box, 'base64'), text('associated_data'));
    if (!plaintext) return refused(400, 'cipher: message authentication failed');
    return { status: 200, body: { data: { plaintext: plaintext.toString('base64') } } };
  };

  const auth = (token: string) => ({
    status: 200,
    body: { auth: { client_token: token, lease_duration: state.lease, renewable: true, policies: ['tessera'] } },
  });

  const answer = async (request: IncomingMessage): Promise<Reply> => {
    const path = request.url ?? '';
    const token = request.headers['x-vault-token']?.toString();
    calls.push({ path, token });
    const body = await read(request);
    if (state.status && state.status !== 'silence') return state.status;
    const next = state.next.shift();
    if (next) return next;
    if (request.method !== 'POST') return refused(405, 'unsupported operation');
    if (request.headers['x-vault-namespace'] !== state.namespace) return refused(404);
    if (path === '/v1/auth/approle/login') {
      if (body.role_id !== 'a-role' || body.secret_id !== state.secretId)
        return refused(400, 'invalid role or secret ID');
      const made = `s.${randomBytes(8).toString('hex')}`;
      tokens.set(made, { lease: state.lease, renewable: true });
      return auth(made);
    }
    const known = tokens.get(token ?? '');
    if (!known || token === undefined) return refused(403, 'permission denied');
    if (path === '/v1/auth/token/renew-self')
      return known.renewable ? auth(token) : refused(400, 'lease is not renewable');
    const [, operation, name] = /^\/v1\/transit\/(encrypt|decrypt)\/([\w.-]+)$/.exec(path) ?? [];
    return operation === undefined || name === undefined ? refused(404) : transit(operation, name, body);
  };

  const server = await startDestination(
    async (request, response) => {
      const { status, body, headers } = await answer(request);
      if (state.status === 'silence') return;
      if (state.delay > 0) await new Promise((resolve) => setTimeout(resolve, state.delay));
      response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
    },
    authority.issue(['localhost']),
  );

  return {
    ...{ keys, tokens, state, calls },
    host: `localhost:${server.port}`,
    origin: `https://localhost:${server.port}`,
    ca: authority.cert,
    /** Adds a version to a key, as `transit/keys/NAME/rotate` does. */
    rotate: (name = 'tessera') => void keys.get(name)?.push(randomBytes(32)),
    close: server.close,
  };
};

export type Transit = Awaited<ReturnType<typeof startTransit>>;
