import { RootKeyError } from '../../errors.ts';
import { askUntilAnswered, realPause } from '../busy.ts';
import { type JsonAnswer, jsonService } from '../https-json.ts';
import type { Lasting } from '../lasting.ts';
import { readSecretFile } from '../secret-files.ts';
import type { AwsCredentials } from './sign-v4.ts';

export interface WebIdentityOptions {
  environment: Readonly<Record<string, string | undefined>>;
  /** The origin of AWS STS. */
  origin: string;
  ca: string | undefined;
}

/** What is the matter, by the code of the error, for the operator. */
const reasons: Readonly<Record<string, string>> = {
  AccessDenied: 'the trust policy of the role does not let this service account in',
  ExpiredTokenException: 'the token in the file has ended; is it still renewed?',
  InvalidIdentityToken: 'the token is none of an identity provider that the account of the role knows',
  IDPRejectedClaim: 'the identity provider does not take the token',
  ValidationError: 'the role, or the name of the session, is none',
};

/** The text of an element of an answer of STS, whose elements of one text hold no other elements and no entities. */
const elementIn = (text: string, name: string): string | undefined =>
  new RegExp(`<${name}>([\\x21-\\x25\\x27-\\x3b\\x3d-\\x7e]{1,4096})</${name}>`).exec(text)?.[1];

const credentialsIn = ({ status, text }: JsonAnswer): Lasting<AwsCredentials> | undefined => {
  const [accessKeyId, secretAccessKey, sessionToken] = ['AccessKeyId', 'SecretAccessKey', 'SessionToken'].map((name) =>
    elementIn(text, name),
  );
  const endsAt = Date.parse(elementIn(text, 'Expiration') ?? '');
  if (status !== 200 || !accessKeyId || !secretAccessKey || !sessionToken || Number.isNaN(endsAt)) return undefined;
  return { value: { accessKeyId, secretAccessKey, sessionToken }, endsAt };
};

/** The identity provider of the cluster did not answer AWS: that passes. */
const isUnheard = ({ text }: JsonAnswer): boolean => elementIn(text, 'Code') === 'IDPCommunicationError';

const isLater = (answer: JsonAnswer): boolean => answer.status === 429 || answer.status >= 500 || isUnheard(answer);

const objection = (answer: JsonAnswer): RootKeyError => {
  const code = elementIn(answer.text, 'Code') ?? '';
  const reason = Object.hasOwn(reasons, code) ? reasons[code] : undefined;
  const isRefusal = answer.status >= 400 && answer.status < 500 && !isLater(answer);
  return new RootKeyError(
    isRefusal ? 'refused' : 'unavailable',
    `AWS STS gave no credentials for the role in AWS_ROLE_ARN (status ${answer.status})${reason ? `: ${reason}` : ''}.`,
  );
};

/**
 * Credentials of a role that a service account of Kubernetes may take on (IRSA, `AssumeRoleWithWebIdentity`). The call is not signed: the
 * token in the file proves who asks, and is read each time, because the cluster replaces it.
 */
export const fromWebIdentity = ({ environment, origin, ca }: WebIdentityOptions) => {
  const [file, role] = [environment.AWS_WEB_IDENTITY_TOKEN_FILE, environment.AWS_ROLE_ARN];
  if (!file || !role) {
    throw new RootKeyError('missing', 'AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN are not both set.');
  }
  if (origin === '') throw new RootKeyError('malformed', 'Name the sts-endpoint of that partition as well.');
  const session = environment.AWS_ROLE_SESSION_NAME || 'tessera-vault';
  const service = jsonService({ origin, ca });
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'text/xml' };
  return async (): Promise<Lasting<AwsCredentials>> => {
    const form = new URLSearchParams({
      ...{ Action: 'AssumeRoleWithWebIdentity', Version: '2011-06-15', RoleArn: role, RoleSessionName: session },
      WebIdentityToken: readSecretFile(file),
    });
    const answer = await askUntilAnswered(
      () => service.send('POST', '/', headers, form.toString()),
      realPause,
      isLater,
    );
    const credentials = credentialsIn(answer);
    if (credentials) return credentials;
    throw objection(answer);
  };
};
