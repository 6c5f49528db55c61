import { generateKeyPairSync } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import Provider from 'oidc-provider';
import { certificateAuthority } from '../../../egress/testing/certificates.ts';
import { startDestination } from '../../../egress/testing/destinations.ts';

/** What the provider knows the console by. */
export const clientId = 'tessera-console';
export const clientSecret = 'a-secret-of-the-client-0123456789';

/** What accounts are called by, which is not their name. */
const subject = 'subject-of-';

const page = (uid: string) => `<!doctype html><html lang="en"><title>Company</title>
<h1>Company</h1><form method="post" action="/sign-in/${uid}">
<label>Account <input name="account" autocomplete="username" required></label>
<button>Sign in</button> <button name="leave" value="1" formnovalidate>Leave</button></form></html>`;

const bodyOf = async (request: IncomingMessage): Promise<URLSearchParams> => {
  let text = '';
  for await (const part of request) text += String(part);
  return new URLSearchParams(text);
};

const signingKey = (): object => ({
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
  ...{ use: 'sig', alg: 'ES256', kid: 'company' },
});

type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

/** How people are authenticated, as the provider says it. */
interface Vouched {
  acr?: string;
  amr?: string[];
}

const listenerOf = (issuer: string, redirectUris: readonly string[], vouched: Vouched): Listener => {
  const provider = new Provider(issuer, {
    clients: [
      {
        ...{ client_id: clientId, client_secret: clientSecret, redirect_uris: redirectUris },
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [signingKey()] },
    cookies: { keys: ['for tests'] },
    acrValues: ['urn:two-factors'],
    claims: { openid: ['sub', 'acr', 'amr'], email: ['email'], auth_time: null },
    // Accounts have their names in the ID token, as those of most providers do.
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/sign-in/${uid}` },
    findAccount: (_: unknown, id: string) => ({
      accountId: id,
      claims: async () => ({ sub: id, email: `${id.slice(subject.length)}@company.example` }),
    }),
    ttl: { Session: 3600, Interaction: 600, Grant: 600, AccessToken: 600, AuthorizationCode: 60, IdToken: 600 },
  });

  const signIn: Listener = async (request, response) => {
    const { uid, prompt, params, session } = await provider.interactionDetails(request, response);
    if (prompt.name === 'consent') {
      const grant = new provider.Grant({ accountId: session?.accountId ?? '', clientId: String(params.client_id) });
      grant.addOIDCScope('openid email');
      return await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
    }
    if (request.method !== 'POST') {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      return response.end(page(uid));
    }
    const form = await bodyOf(request);
    const left = { error: 'access_denied', error_description: 'The person left.' };
    const login = { accountId: `${subject}${form.get('account')}`, ...vouched };
    await provider.interactionFinished(request, response, form.has('leave') ? left : { login });
  };
  const answer = provider.callback();
  return async (request, response) => {
    if (!request.url?.startsWith('/sign-in/')) return answer(request, response);
    try {
      await signIn(request, response);
    } catch {
      response.writeHead(400).end();
    }
  };
};

/**
 * A company with an OpenID provider on this machine, by TLS: the package `oidc-provider` as it is, with a page of its own on which anybody
 * signs in under any name. Only who vouches for what is chosen by the test.
 */
export const startCompany = async () => {
  const authority = certificateAuthority();
  let listener: Listener = () => undefined;
  const server = await startDestination(
    (request, response) => void listener(request, response),
    authority.issue(['localhost']),
  );
  const issuer = `https://localhost:${server.port}`;
  const vouched: Vouched = {};
  return {
    ...{ issuer, ca: authority.cert, vouched, close: server.close },
    /** Makes the console a client, whose people it sends back to these addresses. */
    admit: (...redirectUris: readonly string[]) => {
      listener = listenerOf(issuer, redirectUris, vouched);
    },
  };
};

export type Company = Awaited<ReturnType<typeof startCompany>>;
