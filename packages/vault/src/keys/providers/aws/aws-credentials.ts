import { homedir } from 'node:os';
import { join } from 'node:path';
import { RootKeyError } from '../../errors.ts';
import { type Held, lasting } from '../lasting.ts';
import type { PlaceOptions } from '../place.ts';
import { readCredentialsFile, secretVariable } from '../secret-files.ts';
import { fromContainer, fromInstance } from './metadata.ts';
import { credentialsIn } from './shared-file.ts';
import type { AwsCredentials } from './sign-v4.ts';
import { fromWebIdentity } from './web-identity.ts';

/** Variables that hold secrets: no process that the vault starts gets them. */
const secretVariables = ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_CONTAINER_AUTHORIZATION_TOKEN'];

export interface AwsCredentialOptions extends Pick<PlaceOptions, 'environment' | 'forget' | 'clock'> {
  /** Where they come from, where the URI says so. */
  from: string | undefined;
  /** The shared file, in place of that of the environment or the home folder. */
  file: string | undefined;
  profile: string | undefined;
  /** The origin of AWS STS; empty where it is not known. */
  sts: string;
  ca: string | undefined;
}

/** What lasts until the service refuses it. */
const forNow = (value: AwsCredentials) => ({ value, endsAt: Number.POSITIVE_INFINITY });

const fromEnvironment = ({ environment }: AwsCredentialOptions) => {
  const [accessKeyId, secretAccessKey, sessionToken] = [
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
  ].map((name) => secretVariable(environment, name));
  if (!accessKeyId || !secretAccessKey) {
    throw new RootKeyError('missing', 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not both set.');
  }
  return async () => forNow({ accessKeyId, secretAccessKey, sessionToken });
};

const fromFile = ({ environment, file, profile }: AwsCredentialOptions) => {
  const path = file ?? (environment.AWS_SHARED_CREDENTIALS_FILE || join(homedir(), '.aws', 'credentials'));
  const name = profile ?? (environment.AWS_PROFILE || 'default');
  return async () => forNow(credentialsIn(readCredentialsFile(path), name, path));
};

const sources = {
  environment: fromEnvironment,
  file: fromFile,
  'web-identity': ({ environment, sts, ca }: AwsCredentialOptions) => fromWebIdentity({ environment, origin: sts, ca }),
  container: ({ environment, ca }: AwsCredentialOptions) => fromContainer(environment, ca),
  instance: ({ environment }: AwsCredentialOptions) => fromInstance(environment),
};

const isSource = (name: string): name is keyof typeof sources => Object.hasOwn(sources, name);

/** Where they come from when that is not said: variables that somebody set for this process go before the file of the home folder. */
const usualSource = ({ environment, file, profile }: AwsCredentialOptions): keyof typeof sources => {
  if (file !== undefined || profile !== undefined) return 'file';
  if (environment.AWS_ACCESS_KEY_ID) return 'environment';
  return environment.AWS_WEB_IDENTITY_TOKEN_FILE && environment.AWS_ROLE_ARN ? 'web-identity' : 'file';
};

/**
 * Credentials for AWS from where its own libraries find them on servers. The metadata services are asked only when that was said: they
 * answer whoever can send a request from this machine.
 */
export const awsCredentials = (options: AwsCredentialOptions): Held<AwsCredentials> => {
  const { clock, forget, from = usualSource(options) } = options;
  if (!isSource(from)) {
    throw new RootKeyError('malformed', `credentials is one of ${Object.keys(sources).join(', ')}.`);
  }
  const fetch = sources[from](options);
  for (const variable of secretVariables) forget(variable);
  return lasting(fetch, clock);
};
