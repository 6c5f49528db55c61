import { RootKeyError } from '../../errors.ts';
import { tokenIn } from '../bearer.ts';
import { askUntilAnswered, type Pause, realPause } from '../busy.ts';
import { httpAddress, type JsonAnswer, jsonService } from '../https-json.ts';
import type { Lasting } from '../lasting.ts';
import { readSecretFile, secretVariable } from '../secret-files.ts';

const objection = (from: string, { status }: JsonAnswer) =>
  new RootKeyError(
    status === 429 || status >= 500 || status === 200 ? 'unavailable' : 'refused',
    `${from} gave no token for the key vault (status ${status}). Are tenant, client and secret right, and still valid?`,
  );

/** What proves who an application of Entra ID is: a secret, or a token of Kubernetes that Entra ID trusts. */
export type Proof = { secret(): string } | { federatedTokenFile: string };

export interface ClientOptions {
  /** Where tokens are given, such as `https://login.microsoftonline.com`. */
  authority: string;
  tenant: string;
  client: string;
  proof: Proof;
  resource: string;
  clock: () => number;
  ca?: string | undefined;
  /** Milliseconds for an answer. */
  patience?: number | undefined;
  pause?: Pause | undefined;
}

/** Tokens of an application (client credentials, RFC 6749 §4.4). */
export const fromClient = (options: ClientOptions) => {
  const { authority, tenant, client, proof, resource, clock, ca, patience, pause = realPause } = options;
  const service = jsonService({ origin: authority, ca, patience });
  const proved = (): Record<string, string> =>
    'secret' in proof
      ? { client_secret: proof.secret() }
      : {
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: readSecretFile(proof.federatedTokenFile),
        };
  return async (): Promise<Lasting<string>> => {
    const form = new URLSearchParams({
      ...{ grant_type: 'client_credentials', client_id: client, scope: `${resource}/.default` },
      ...proved(),
    });
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const path = `/${encodeURIComponent(tenant)}/oauth2/v2.0/token`;
    const answer = await askUntilAnswered(() => service.send('POST', path, headers, form.toString()), pause);
    const token = tokenIn(answer, clock);
    if (token) return token;
    throw objection(new URL(authority).host, answer);
  };
};

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the identity of a machine, or of an app of App Service, gets its tokens. */
const identityService = (environment: Environment) => {
  const { IDENTITY_ENDPOINT, AZURE_POD_IDENTITY_AUTHORITY_HOST } = environment;
  const header = secretVariable(environment, 'IDENTITY_HEADER');
  if (IDENTITY_ENDPOINT && header) {
    return { text: IDENTITY_ENDPOINT, version: '2019-08-01', headers: { 'X-IDENTITY-HEADER': header } };
  }
  const origin = AZURE_POD_IDENTITY_AUTHORITY_HOST || 'http://169.254.169.254';
  return {
    text: `${origin}/metadata/identity/oauth2/token`,
    ...{ version: '2018-02-01', headers: { Metadata: 'true' } },
  };
};

/** Tokens of the managed identity of the machine or app; `client` names one of several. */
export const fromManagedIdentity = (
  environment: Environment,
  { client, resource, clock }: { client: string | undefined; resource: string; clock: () => number },
) => {
  const { text, version, headers } = identityService(environment);
  const url = httpAddress(text);
  if (!url)
    throw new RootKeyError('malformed', 'The address of the identity service in the environment is no address.');
  const service = jsonService({ origin: url.origin, patience: 3000 });
  const query = new URLSearchParams({
    ...{ 'api-version': version, resource },
    ...(client !== undefined && { client_id: client }),
  });
  return async (): Promise<Lasting<string>> => {
    const ask = () => service.send('GET', `${url.pathname}?${query}`, headers);
    const answer = await askUntilAnswered(ask, realPause);
    const token = tokenIn(answer, clock);
    if (token) return token;
    throw objection('The identity service of the machine', answer);
  };
};
