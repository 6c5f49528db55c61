import { createPrivateKey, type KeyObject } from 'node:crypto';
import { RootKeyError } from '../../errors.ts';
import { tokenIn } from '../bearer.ts';
import { askUntilAnswered, type Pause, realPause } from '../busy.ts';
import { type JsonAnswer, jsonService, textAt } from '../https-json.ts';
import type { Lasting } from '../lasting.ts';
import { readCredentialsFile } from '../secret-files.ts';
import { serviceClock } from '../service-clock.ts';

const scope = 'https://www.googleapis.com/auth/cloudkms';

interface ServiceAccount {
  email: string;
  keyId: string;
  key: KeyObject;
  /** Where tokens are given. */
  endpoint: URL;
}

export interface TokenOptions {
  clock: () => number;
  ca?: string | undefined;
  /** Milliseconds for an answer. */
  patience?: number | undefined;
  pause?: Pause | undefined;
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const privateKey = (pem: string): KeyObject | undefined => {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
};

const serviceAccount = (path: string): ServiceAccount => {
  const file = parsed(readCredentialsFile(path));
  const text = (name: string) => textAt(file, name);
  const [key, endpoint] = [privateKey(text('private_key')), URL.parse(text('token_uri'))];
  if (text('type') === 'service_account' && key?.asymmetricKeyType === 'rsa' && endpoint?.protocol === 'https:') {
    return { email: text('client_email'), keyId: text('private_key_id'), key, endpoint };
  }
  throw new RootKeyError(
    'malformed',
    `The credentials file ${path} is no key of a service account (JSON with type "service_account", client_email, private_key and token_uri). Other types are not followed.`,
  );
};

const objection = (from: string, { status }: JsonAnswer) =>
  new RootKeyError(
    status === 429 || status >= 500 || status === 200 ? 'unavailable' : 'refused',
    `${from} gave no token for Cloud KMS (status ${status}). Is the account, and its key, still there?`,
  );

/** Tokens of a service account: it signs that it is itself (RFC 7523), with its key in a file, which is read each time. */
export const fromServiceAccount = (path: string, { clock, ca, patience, pause = realPause }: TokenOptions) => {
  const time = serviceClock(clock);
  const ask = async ({ email, keyId, key, endpoint }: ServiceAccount): Promise<JsonAnswer> => {
    const at = Math.floor(time.now() / 1000);
    // Loaded here, since it takes megabytes of memory and vaults with other keys never need it.
    const { SignJWT } = await import('jose');
    const assertion = await new SignJWT({ scope })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: keyId })
      .setIssuer(email)
      .setAudience(endpoint.href)
      .setIssuedAt(at)
      .setExpirationTime(at + 600)
      .sign(key);
    const form = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const client = jsonService({ origin: endpoint.origin, ca, patience });
    return client.send('POST', endpoint.pathname, headers, form.toString());
  };
  return async (): Promise<Lasting<string>> => {
    const account = serviceAccount(path);
    const asked = () => askUntilAnswered(() => ask(account), pause);
    let answer = await asked();
    if (answer.status === 400 && time.learn(answer)) answer = await asked();
    const token = tokenIn(answer, clock);
    if (token) return token;
    throw objection(account.endpoint.host, answer);
  };
};

/** Tokens of the account of a machine, or of a pod of GKE with a workload identity. */
export const fromMetadata = (host: string, { clock, pause = realPause }: TokenOptions) => {
  const url = URL.parse(`http://${host}`);
  if (!url) throw new RootKeyError('malformed', 'GCE_METADATA_HOST is no host.');
  const client = jsonService({ origin: url.origin, patience: 3000 });
  const path = '/computeMetadata/v1/instance/service-accounts/default/token';
  return async (): Promise<Lasting<string>> => {
    const ask = () => client.send('GET', path, { 'Metadata-Flavor': 'Google' });
    const answer = await askUntilAnswered(ask, pause);
    const token = tokenIn(answer, clock);
    if (token) return token;
    throw objection('The metadata service of the machine', answer);
  };
};
