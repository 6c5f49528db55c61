import type { IncomingMessage, ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { certificateAuthority } from '../../../egress/testing/certificates.ts';
import { startDestination } from '../../../egress/testing/destinations.ts';
import { clientId } from './company.ts';

/** What differs from an honest provider. */
export interface Oddness {
  /** Other claims of the ID token; `undefined` leaves one out. */
  claims?: Record<string, unknown>;
  /** How the token is signed: not at all, by a key that the provider does not publish, or by the secret of the client. */
  signed?: 'none' | 'stranger' | 'secret';
  /** Other metadata. */
  metadata?: Record<string, unknown>;
  /** Answers nothing but this at the token endpoint. */
  answer?: { status: number; body: string };
}

const json = (response: ServerResponse, body: unknown) =>
  response.setHeader('Content-Type', 'application/json').end(JSON.stringify(body));

/**
 * A provider that a test makes say what it likes: any code is taken, any number of times, and the token holds what the test puts into it.
 * The nonce is that of the address which a browser visited last.
 */
export const startOddProvider = async (secret: string) => {
  const authority = certificateAuthority();
  const [own, stranger] = [await generateKeyPair('ES256'), await generateKeyPair('ES256')];
  let odd: Oddness = {};
  let nonce = '';
  const asked: string[] = [];

  const token = async (issuer: string): Promise<string> => {
    const now = Math.floor(Date.now() / 1000);
    const usual = { iss: issuer, aud: clientId, sub: 'odd', iat: now, exp: now + 300, auth_time: now, nonce };
    const claims = Object.fromEntries(
      Object.entries({ ...usual, ...odd.claims }).filter(([, value]) => value !== undefined),
    );
    if (odd.signed === 'none') return new UnsecuredJWT(claims).encode();
    if (odd.signed === 'secret') {
      return await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(secret.padEnd(32)));
    }
    const { privateKey } = odd.signed === 'stranger' ? stranger : own;
    return await new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'own' }).sign(privateKey);
  };
  const answer = async ({ url = '' }: IncomingMessage, response: ServerResponse) => {
    const issuer = `https://localhost:${server.port}`;
    asked.push(url);
    if (url === '/.well-known/openid-configuration') {
      return json(response, {
        ...{ issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` },
        ...{ jwks_uri: `${issuer}/keys`, response_types_supported: ['code'], subject_types_supported: ['public'] },
        // Some providers list all that their software knows.
        id_token_signing_alg_values_supported: ['ES256', 'RS256', 'HS256', 'none'],
        ...odd.metadata,
      });
    }
    if (url === '/keys') {
      return json(response, { keys: [{ ...(await exportJWK(own.publicKey)), kid: 'own', alg: 'ES256', use: 'sig' }] });
    }
    if (odd.answer)
      return response.writeHead(odd.answer.status, { 'Content-Type': 'application/json' }).end(odd.answer.body);
    return json(response, { access_token: 'an access token', token_type: 'Bearer', id_token: await token(issuer) });
  };
  const server = await startDestination(
    (request, response) => void answer(request, response),
    authority.issue(['localhost']),
  );
  return {
    issuer: `https://localhost:${server.port}`,
    ca: authority.cert,
    /** Paths that were asked for. */
    asked,
    /** A token as it would give it now. */
    token: () => token(`https://localhost:${server.port}`),
    /** Becomes odd, until it becomes something else. */
    be: (next: Oddness) => {
      odd = next;
    },
    /** Has been visited by a browser with this address. Gives where it sends it back to, with a code. */
    visited: (address: string): URL => {
      const { searchParams: given } = new URL(address);
      nonce = given.get('nonce') ?? '';
      const back = new URL(given.get('redirect_uri') ?? '');
      back.searchParams.set('code', 'a-code-of-the-provider');
      back.searchParams.set('state', given.get('state') ?? '');
      return back;
    },
    close: server.close,
  };
};

export type OddProvider = Awaited<ReturnType<typeof startOddProvider>>;
