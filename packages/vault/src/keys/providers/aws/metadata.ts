import { RootKeyError } from '../../errors.ts';
import { askUntilAnswered, realPause } from '../busy.ts';
import { httpAddress, type JsonAnswer, jsonService, textAt } from '../https-json.ts';
import type { Lasting } from '../lasting.ts';
import { readSecretFile, secretVariable } from '../secret-files.ts';
import type { AwsCredentials } from './sign-v4.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Milliseconds for an answer of the machine's own metadata service. */
const patience = 3000;

/** What goes into a header or a signature: one line of printable ASCII. */
const isPrintable = (text: string | undefined): text is string =>
  text !== undefined && /^[\x21-\x7e]{1,4096}$/.test(text);

const credentialsOf = ({ status, body }: JsonAnswer, from: string): Lasting<AwsCredentials> => {
  const [id, secret, token, ends] = ['AccessKeyId', 'SecretAccessKey', 'Token', 'Expiration'].map((name) =>
    textAt(body, name),
  );
  const endsAt = Date.parse(ends ?? '');
  if (status === 200 && isPrintable(id) && isPrintable(secret) && isPrintable(token) && !Number.isNaN(endsAt)) {
    return { value: { accessKeyId: id, secretAccessKey: secret, sessionToken: token }, endsAt };
  }
  throw new RootKeyError(
    status >= 500 || status === 429 ? 'unavailable' : 'refused',
    `${from} gave no credentials (status ${status}). Is there a role for it?`,
  );
};

/** A client of a service of this machine, which is asked again while it is too busy. */
const ownService = (origin: string, ca?: string) => {
  const client = jsonService({ origin, ca, patience });
  return (...call: Parameters<typeof client.send>) => askUntilAnswered(() => client.send(...call), realPause);
};

/** Addresses that a container reaches without leaving its machine: ECS, and EKS Pod Identity over IPv4 and IPv6. */
const ownHosts = new Set(['169.254.170.2', '169.254.170.23', '[fd00:ec2::23]', 'localhost', '127.0.0.1', '[::1]']);

const containerUrl = (environment: Environment): URL => {
  const relative = environment.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI;
  const text = relative ? `http://169.254.170.2${relative}` : environment.AWS_CONTAINER_CREDENTIALS_FULL_URI;
  const url = URL.parse(text ?? '');
  if (url && (url.protocol === 'https:' || (url.protocol === 'http:' && ownHosts.has(url.hostname)))) return url;
  throw new RootKeyError(
    text === undefined ? 'missing' : 'malformed',
    'With credentials=container, AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or AWS_CONTAINER_CREDENTIALS_FULL_URI has to be set, as ECS and EKS do; a full URI has https, or an address of this machine.',
  );
};

/** Credentials of the role of a task of ECS, or of a pod of EKS (Pod Identity). */
export const fromContainer = (environment: Environment, ca: string | undefined) => {
  const url = containerUrl(environment);
  const send = ownService(url.origin, ca);
  const tokenFile = environment.AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE;
  const authorization = () =>
    tokenFile ? readSecretFile(tokenFile) : secretVariable(environment, 'AWS_CONTAINER_AUTHORIZATION_TOKEN');
  return async (): Promise<Lasting<AwsCredentials>> => {
    const token = authorization();
    const answer = await send('GET', `${url.pathname}${url.search}`, token ? { Authorization: token } : {});
    return credentialsOf(answer, 'The credentials service of the container');
  };
};

/** Credentials of the role of an instance of EC2, by version 2 of its metadata service. */
export const fromInstance = (environment: Environment) => {
  const url = httpAddress(environment.AWS_EC2_METADATA_SERVICE_ENDPOINT || 'http://169.254.169.254');
  if (!url) {
    throw new RootKeyError(
      'malformed',
      'AWS_EC2_METADATA_SERVICE_ENDPOINT is no address, such as http://169.254.169.254.',
    );
  }
  const send = ownService(url.origin);
  const from = 'The metadata service of the instance';
  const path = '/latest/meta-data/iam/security-credentials/';
  return async (): Promise<Lasting<AwsCredentials>> => {
    const opened = await send('PUT', '/latest/api/token', { 'X-aws-ec2-metadata-token-ttl-seconds': '60' });
    if (opened.status !== 200 || !isPrintable(opened.text)) return credentialsOf({ ...opened, body: {} }, from);
    const headers = { 'X-aws-ec2-metadata-token': opened.text };
    const role = await send('GET', path, headers);
    const [name = ''] = role.text.split('\n');
    if (role.status !== 200 || !/^[\w+=,.@-]{1,64}$/.test(name)) return credentialsOf({ ...role, body: {} }, from);
    return credentialsOf(await send('GET', `${path}${name}`, headers), from);
  };
};
