import { homedir } from 'node:os';
import { join } from 'node:path';
import { RootKeyError } from '../../errors.ts';
import { type Held, lasting } from '../lasting.ts';
import type { PlaceOptions } from '../place.ts';
import { readCredentialsFile } from '../secret-files.ts';
import { fromContainer, fromInstance } from './metadata.ts';
import { credentialsIn } from './shared-file.ts';
import type { AwsCredentials } from './sign-v4.ts';

/** Variables that hold secrets: no process that the vault starts gets them. */
const secretVariables = ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_CONTAINER_AUTHORIZATION_TOKEN'];

export interface AwsCredentialOptions extends Pick<PlaceOptions, 'environment' | 'forget' | 'clock'> {
  /** Where they come from; by default the environment if it has some, else the shared file. */
  from: string | undefined;
  /** The shared file, in place of that of the environment or the home folder. */
  file: string | undefined;
  profile: string | undefined;
  ca: string | undefined;
}

/** What lasts until the service refuses it. */
const forNow = (value: AwsCredentials) => ({ value, endsAt: Number.POSITIVE_INFINITY });

const fromEnvironment = ({ environment }: AwsCredentialOptions) => {
  const [accessKeyId, secretAccessKey] = [environment.AWS_ACCESS_KEY_ID, environment.AWS_SECRET_ACCESS_KEY];
  if (!accessKeyId || !secretAccessKey) {
    throw new RootKeyError('missing', 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not both set.');
  }
  const value = { accessKeyId, secretAccessKey, sessionToken: environment.AWS_SESSION_TOKEN || undefined };
  return async () => forNow(value);
};

const fromFile = ({ environment, file, profile }: AwsCredentialOptions) => {
  const path = file ?? (environment.AWS_SHARED_CREDENTIALS_FILE || join(homedir(), '.aws', 'credentials'));
  const name = profile ?? (environment.AWS_PROFILE || 'default');
  return async () => forNow(credentialsIn(readCredentialsFile(path), name, path));
};

const sources = {
  environment: fromEnvironment,
  file: fromFile,
  container: ({ environment, ca }: AwsCredentialOptions) => fromContainer(environment, ca),
  instance: ({ environment }: AwsCredentialOptions) => fromInstance(environment),
};

const isSource = (name: string): name is keyof typeof sources => Object.hasOwn(sources, name);

/**
 * Credentials for AWS from where its own libraries find them on servers. The metadata services are asked only when that was said: they
 * answer whoever can send a request from this machine.
 */
export const awsCredentials = (options: AwsCredentialOptions): Held<AwsCredentials> => {
  const { environment, file, profile, clock, forget } = options;
  const named = file === undefined && profile === undefined && environment.AWS_ACCESS_KEY_ID ? 'environment' : 'file';
  const { from = named } = options;
  if (!isSource(from)) {
    throw new RootKeyError('malformed', `credentials is one of ${Object.keys(sources).join(', ')}.`);
  }
  const fetch = sources[from](options);
  for (const variable of secretVariables) forget(variable);
  return lasting(fetch, clock);
};
