import { RootKeyError } from '../../errors.ts';
import { lasting } from '../lasting.ts';
import { authoritiesOf, endpointOf, parametersOf } from '../parameters.ts';
import type { PlaceOf, PlaceOptions } from '../place.ts';
import { readSecretFile, secretIn } from '../secret-files.ts';
import { azureRootKey } from './azure-kv.ts';
import { fromClient, fromManagedIdentity, type Proof } from './azure-token.ts';
import { algorithms } from './record.ts';

const malformed = (reason: string) =>
  new RootKeyError(
    'malformed',
    `${reason} A key in Azure is named by the address of its key vault and its name, like azurekv://acme.vault.azure.net/keys/tessera.`,
  );

const parameters = [
  ...['algorithm', 'credentials', 'tenant-id', 'client-id', 'client-secret-file', 'federated-token-file'],
  ...['login-endpoint', 'resource', 'ca-file'],
];

/** What an application proves itself with: a file that is named, or what the environment has. */
const proofOf = (
  secretFile: string | undefined,
  tokenFile: string | undefined,
  { environment, forget }: PlaceOptions,
): Proof | undefined => {
  const given = environment.AZURE_CLIENT_SECRET;
  for (const variable of ['AZURE_CLIENT_SECRET', 'IDENTITY_HEADER']) forget(variable);
  if (secretFile !== undefined) return { secret: () => readSecretFile(secretFile) };
  if (tokenFile !== undefined) return { federatedTokenFile: tokenFile };
  if (given) {
    const secret = secretIn(given, 'AZURE_CLIENT_SECRET');
    return { secret: () => secret };
  }
  const federatedTokenFile = environment.AZURE_FEDERATED_TOKEN_FILE;
  return federatedTokenFile ? { federatedTokenFile } : undefined;
};

/** `azurekv://HOST/keys/NAME`, with parameters that say where the credentials are. */
export const azurePlace: PlaceOf = (rest, options) => {
  const { environment, random, clock } = options;
  const { name, parameter } = parametersOf(rest, parameters, malformed);
  const [, host = '', key] = /^\/\/([a-z0-9.-]{1,253}(?::\d{1,5})?)\/keys\/([0-9A-Za-z-]{1,127})$/.exec(name) ?? [];
  if (key === undefined) throw malformed('That is no address of a key; its version is left out.');
  const algorithm = algorithms.find((each) => each === (parameter('algorithm') ?? algorithms[0]));
  if (algorithm === undefined) throw malformed(`algorithm is one of ${algorithms.join(', ')}.`);
  const ca = authoritiesOf(parameter('ca-file'));
  // The audience of tokens is the domain that all key vaults of a cloud are under.
  const resource = parameter('resource') ?? `https://${host.split('.').slice(1).join('.')}`;
  const from = parameter('credentials') ?? 'client';
  const client = parameter('client-id') ?? (environment.AZURE_CLIENT_ID || undefined);
  const proof = proofOf(parameter('client-secret-file'), parameter('federated-token-file'), options);
  const fetch = () => {
    if (from === 'managed-identity') {
      return fromManagedIdentity(environment, { client: parameter('client-id'), resource, clock });
    }
    if (from !== 'client') throw malformed('credentials is one of client, managed-identity.');
    const tenant = parameter('tenant-id') ?? environment.AZURE_TENANT_ID;
    const authority = endpointOf(parameter('login-endpoint'), 'https://login.microsoftonline.com');
    if (tenant && client && proof) return fromClient({ authority, tenant, client, proof, resource, ca, clock });
    throw new RootKeyError(
      'missing',
      'The vault has nothing to prove itself with to Azure: name tenant-id, client-id and a client-secret-file or federated-token-file, set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET or AZURE_FEDERATED_TOKEN_FILE, or say credentials=managed-identity.',
    );
  };
  const token = lasting(fetch(), clock);
  const uri = `azurekv:${name}`;
  const provider = azureRootKey({ origin: `https://${host}`, key, algorithm, token, random, uri, ca });
  return { uri, keys: () => [provider], next: () => provider };
};
