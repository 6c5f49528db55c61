import type { ClientAuth, Configuration } from 'openid-client';
import { EgressError } from '../../egress/egress-error.ts';
import { type Account, OpenIdError, type OpenIdProvider, type Passage } from './openid-provider.ts';
import type { providerFetch } from './provider-fetch.ts';

/** What the operator of the vault says of the provider. */
export interface OpenIdSettings {
  /** The provider, as its own metadata names it. */
  issuer: string;
  clientId: string;
  /** Reads the secret of the client; a client without one is public, and PKCE alone binds its codes. */
  secret: () => string | undefined;
  /** What the sign-in page calls the provider. */
  name: string;
  /** One of these has to be in `acr`: how the person was authenticated, in the provider's words. None asks for nothing. */
  acrValues: readonly string[];
  /** One of these has to be in `amr` (RFC 8176). None asks for nothing. */
  amrValues: readonly string[];
  /** Seconds after which the provider asks the person again; nothing leaves that to the provider. */
  maxAge: number | undefined;
}

interface World {
  settings: OpenIdSettings;
  /** Where the provider sends browsers back to. */
  redirectUri: string;
  fetch: ReturnType<typeof providerFetch>;
  /** Milliseconds since the epoch. */
  clock: () => number;
}

const basic = 'client_secret_basic';

/** Milliseconds after which the provider's metadata is asked for again. */
const metadataLife = 60 * 60_000;

/** Seconds within which a person has to have been asked who is to be asked again. */
const freshWithin = 300;

/** Seconds for one question to the provider, as a last resort: the guard of requests ends them before. */
const patience = 15;

/** Longest subject that a provider may give (OpenID Connect Core §2). */
const longestSubject = 255;
const longestName = 100;

/** Loaded where somebody signs in with it: few vaults need it. */
const library = () => import('openid-client');

/** What an error is, in words that quote nothing of what was sent or received. */
const reasonOf = (error: unknown): string => {
  if (error instanceof EgressError) return error.message;
  if (!(error instanceof Error)) return 'an unknown fault';
  if (error.cause instanceof EgressError) return error.cause.message;
  const said = 'error' in error && typeof error.error === 'string' && /^[a-z_]{1,40}$/.test(error.error);
  if (said) return `the provider answered ${error.error}`;
  return 'code' in error && /^\w{1,60}$/.test(String(error.code)) ? `${error.name} ${error.code}` : error.name;
};

const isOutOfReach = (error: unknown): boolean =>
  error instanceof EgressError ||
  (error instanceof Error &&
    (error.cause instanceof EgressError || ('code' in error && error.code === 'OAUTH_TIMEOUT')));

/** What people call an account, of the claims that say it; the rest of them is left unread. */
const nameOf = (claims: Readonly<Record<string, unknown>>, subject: string): string => {
  const [found = subject] = [claims.email, claims.preferred_username, claims.name].filter(
    (claim): claim is string => typeof claim === 'string' && /\S/.test(claim),
  );
  // Half a character is no text: it would come out of the database as another one, and the mark of its row would not fit.
  return found
    .replace(/\p{C}/gu, '')
    .trim()
    .slice(0, longestName)
    .replace(/\p{Cs}$/u, '');
};

/** An OpenID provider, which is asked for its metadata when it is first needed. */
export const createProvider = ({ settings, redirectUri, fetch, clock }: World): OpenIdProvider => {
  const { issuer, clientId, acrValues, amrValues, maxAge } = settings;
  let known: { config: Configuration; until: number } | undefined;
  let asking: Promise<Configuration> | undefined;

  const discover = async (): Promise<Configuration> => {
    const client = await library();
    /** Shows the provider who asks, in the way that it takes; where it says nothing, that is HTTP Basic (OpenID Connect Discovery §3). */
    const proof: ClientAuth = (server, ...call) => {
      const secret = settings.secret();
      if (secret === undefined) return client.None()(server, ...call);
      const ways = server.token_endpoint_auth_methods_supported ?? [basic];
      return (ways.includes(basic) ? client.ClientSecretBasic : client.ClientSecretPost)(secret)(server, ...call);
    };
    const config = await client.discovery(new URL(issuer), clientId, undefined, proof, {
      ...{ [client.customFetch]: fetch, timeout: patience },
    });
    // TLS alone would do for the library; a signature also holds where somebody stands between.
    client.enableNonRepudiationChecks(config);
    return config;
  };

  const configuration = async (): Promise<Configuration> => {
    if (known && clock() < known.until) return known.config;
    asking ??= discover()
      .then((config) => {
        known = { config, until: clock() + metadataLife };
        return config;
      })
      .catch((error: unknown) => {
        throw new OpenIdError('unreachable', `no metadata of the provider: ${reasonOf(error)}`);
      })
      .finally(() => {
        asking = undefined;
      });
    return await asking;
  };

  /** Seconds since the provider asked the person, at most. */
  const ageOf = ({ fresh }: Passage): number | undefined =>
    fresh ? Math.min(freshWithin, maxAge ?? freshWithin) : maxAge;

  const assertFactors = (claims: Readonly<Record<string, unknown>>): void => {
    const { acr, amr } = claims;
    if (acrValues.length > 0 && !acrValues.some((each) => each === acr)) {
      throw new OpenIdError('factors', 'the ID token has none of the values of acr that are asked for');
    }
    const methods: readonly unknown[] = Array.isArray(amr) ? amr : [];
    if (amrValues.length > 0 && !amrValues.some((each) => methods.includes(each))) {
      throw new OpenIdError('factors', 'the ID token has none of the values of amr that are asked for');
    }
  };

  return {
    name: settings.name,

    address: async (passage) => {
      const config = await configuration();
      const client = await library();
      const age = ageOf(passage);
      const asked = {
        ...{ redirect_uri: redirectUri, scope: 'openid email', response_mode: 'query' },
        ...{ state: passage.state, nonce: passage.nonce },
        code_challenge: await client.calculatePKCECodeChallenge(passage.verifier),
        code_challenge_method: 'S256',
        ...(age !== undefined && { max_age: String(age) }),
        ...(passage.fresh && { prompt: 'login' }),
        ...(acrValues.length > 0 && { acr_values: acrValues.join(' ') }),
      };
      try {
        // Refuses an address without TLS.
        return client.buildAuthorizationUrl(config, asked);
      } catch (error) {
        throw new OpenIdError('unreachable', `the metadata of the provider: ${reasonOf(error)}`);
      }
    },

    signOutAddress: async () => {
      try {
        // What was known an hour ago will do: nobody who signs out waits for the provider where that can be avoided.
        const config = known?.config ?? (await configuration());
        if (config.serverMetadata().end_session_endpoint === undefined) return undefined;
        // OpenID Connect RP-Initiated Logout 1.0, §2. No ID token is kept that could be named, so the provider asks the person.
        return (await library()).buildEndSessionUrl(config, {});
      } catch {
        // Nobody stays signed in here because of the provider.
        return undefined;
      }
    },

    redeem: async (parameters, passage): Promise<Account> => {
      const config = await configuration();
      const client = await library();
      const back = new URL(redirectUri);
      back.search = parameters.toString();
      const age = ageOf(passage);
      const answer = await client
        .authorizationCodeGrant(config, back, {
          ...{ pkceCodeVerifier: passage.verifier, expectedState: passage.state, expectedNonce: passage.nonce },
          ...{ idTokenExpected: true, ...(age !== undefined && { maxAge: age }) },
        })
        .catch((error: unknown) => {
          const isDenial = error instanceof client.AuthorizationResponseError;
          const failure = isDenial ? 'denied' : isOutOfReach(error) ? 'unreachable' : 'refused';
          throw new OpenIdError(failure, `the answer of the provider: ${reasonOf(error)}`);
        });
      const claims = answer.claims();
      const subject = claims?.sub ?? '';
      if (!claims || subject.length === 0 || subject.length > longestSubject || !subject.isWellFormed()) {
        throw new OpenIdError('refused', 'the answer of the provider names no account');
      }
      assertFactors(claims);
      const { iss, auth_time: authTime } = claims;
      return {
        ...{ issuer: iss, subject, name: nameOf(claims, subject) },
        authenticatedAt: typeof authTime === 'number' ? authTime * 1000 : undefined,
      };
    },
  };
};
