import { RootKeyError } from '../../errors.ts';
import { authoritiesOf, endpointOf, parametersOf } from '../parameters.ts';
import type { PlaceOf } from '../place.ts';
import { awsCredentials } from './aws-credentials.ts';
import { awsKmsRootKey } from './aws-kms.ts';

const malformed = (reason: string) =>
  new RootKeyError(
    'malformed',
    `${reason} A key of AWS KMS is named by its ARN, like awskms:arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab.`,
  );

const arn = /^arn:(aws[a-z-]{0,20}):kms:([a-z]{2}(?:-[a-z0-9]{1,20}){2,4}):\d{12}:(?:key|alias)\/[\w/-]{1,256}$/;

/** The domain of the services of each partition of AWS. */
const domains: Readonly<Record<string, string>> = {
  aws: 'amazonaws.com',
  'aws-us-gov': 'amazonaws.com',
  'aws-cn': 'amazonaws.com.cn',
  'aws-eusc': 'amazonaws.eu',
};

const parameters = ['credentials', 'credentials-file', 'profile', 'sts-endpoint', 'endpoint', 'ca-file'];

/** `awskms:ARN`, of a key or an alias, with parameters that say where the credentials are. */
export const awsPlace: PlaceOf = (rest, { environment, forget, clock }) => {
  const { name: key, parameter } = parametersOf(rest, parameters, malformed);
  const [, partition = '', region] = arn.exec(key) ?? [];
  if (region === undefined) throw malformed('That is no ARN of a key or alias.');
  const endpoint = parameter('endpoint');
  const domain = Object.hasOwn(domains, partition) ? domains[partition] : undefined;
  if (domain === undefined && endpoint === undefined) throw malformed(`Name the endpoint of ${partition} as well.`);
  const ca = authoritiesOf(parameter('ca-file'));
  const credentials = awsCredentials({
    ...{ environment, forget, clock, ca },
    from: parameter('credentials'),
    file: parameter('credentials-file'),
    profile: parameter('profile'),
    sts: endpointOf(parameter('sts-endpoint'), domain === undefined ? '' : `https://sts.${region}.${domain}`),
  });
  const origin = endpointOf(endpoint, `https://kms.${region}.${domain}`);
  const provider = awsKmsRootKey({ origin, region, key, credentials, ca, clock });
  return { uri: `awskms:${key}`, keys: () => [provider], next: () => provider };
};
