import { RootKeyError } from '../../errors.ts';
import { lasting } from '../lasting.ts';
import { authoritiesOf, endpointOf, parametersOf } from '../parameters.ts';
import type { PlaceOf } from '../place.ts';
import { gcpKmsRootKey } from './gcp-kms.ts';
import { fromMetadata, fromServiceAccount } from './gcp-token.ts';

const malformed = (reason: string) =>
  new RootKeyError(
    'malformed',
    `${reason} A key of Cloud KMS is named by its resource name, like gcpkms:projects/acme/locations/europe-west3/keyRings/vault/cryptoKeys/tessera.`,
  );

const resource =
  /^projects\/[a-z][a-z0-9.:-]{1,80}\/locations\/[a-z0-9-]{1,40}\/keyRings\/[\w-]{1,63}\/cryptoKeys\/[\w-]{1,63}$/;

const parameters = ['credentials', 'credentials-file', 'endpoint', 'ca-file'];

/** `gcpkms:RESOURCE`, with parameters that say where the credentials are. The metadata service is asked only when that is said. */
export const gcpPlace: PlaceOf = (rest, { environment, clock }) => {
  const { name: key, parameter } = parametersOf(rest, parameters, malformed);
  if (!resource.test(key)) throw malformed('That is no resource name of a key.');
  const ca = authoritiesOf(parameter('ca-file'));
  const from = parameter('credentials') ?? 'file';
  const file = parameter('credentials-file') ?? environment.GOOGLE_APPLICATION_CREDENTIALS;
  const fetch = () => {
    if (from === 'metadata')
      return fromMetadata(environment.GCE_METADATA_HOST || 'metadata.google.internal', { clock });
    if (from !== 'file') throw malformed('credentials is one of file, metadata.');
    if (file) return fromServiceAccount(file, { ca, clock });
    throw new RootKeyError(
      'missing',
      'The vault has nothing to prove itself with to Cloud KMS: name a credentials-file, set GOOGLE_APPLICATION_CREDENTIALS, or say credentials=metadata.',
    );
  };
  const token = lasting(fetch(), clock);
  const origin = endpointOf(parameter('endpoint'), 'https://cloudkms.googleapis.com');
  const provider = gcpKmsRootKey({ origin, key, token, ca });
  return { uri: `gcpkms:${key}`, keys: () => [provider], next: () => provider };
};
