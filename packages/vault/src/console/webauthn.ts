import { ApiError } from '../problem.ts';

/** What a browser makes of a new passkey, as the contract has checked it. */
export interface NewCredential {
  id: string;
  rawId: string;
  type: 'public-key';
  response: { clientDataJSON: string; attestationObject: string; transports?: string[] | undefined };
}

/** What a browser makes of a signature with a passkey. */
export interface Assertion {
  id: string;
  rawId: string;
  type: 'public-key';
  response: {
    clientDataJSON: string;
    authenticatorData: string;
    signature: string;
    userHandle?: string | null | undefined;
  };
}

/** A public key as it is kept. */
interface KnownCredential {
  credentialId: Uint8Array;
  publicKey: Uint8Array;
  counter: number;
}

/** Ed25519, ECDSA on P-256 and RSA, by their numbers in COSE (RFC 9053). Every authenticator has one of them. */
const algorithms = [-8, -7, -257];

/**
 * Statements about the maker of a passkey are not asked for. A few authenticators send one of their own making nevertheless. Those of other
 * forms come with certificates, and checking these would ask servers that the certificates name.
 */
const forms: ReadonlySet<string> = new Set(['none', 'packed']);

/** Milliseconds that a person has at the authenticator. */
const timeout = 120_000;

const refused = () => new ApiError('sign-in-failed', 'The passkey was not accepted. Try again, or use another one.');

/** Loaded only where somebody signs in: with the packages it needs, it is as large as the vault. */
const library = async () => ({
  ...(await import('@simplewebauthn/server')),
  helpers: await import('@simplewebauthn/server/helpers'),
});

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'base64url'));

/** The challenge that was signed, of which there is none in what cannot be read. Whatever is wrong with it shows when it is checked. */
export const challengeOf = ({ response }: Assertion | NewCredential): string => {
  try {
    return String(JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString()).challenge);
  } catch {
    return '';
  }
};

/** Passkeys for one origin. */
export const passkeysFor = (origin: string) => {
  const rpId = new URL(origin).hostname;
  const expected = { expectedOrigin: origin, expectedRPID: rpId, requireUserVerification: true };

  return {
    /** What a browser is asked to sign with. Which passkey is left open, so nobody learns who has one. */
    requestOptions: (
      challenge: string,
      allowed: readonly { credentialId: Uint8Array; transports: readonly string[] }[] = [],
    ) => ({
      challenge,
      rpId,
      timeout,
      userVerification: 'required',
      allowCredentials: allowed.map(({ credentialId, transports }) => ({
        type: 'public-key',
        id: Buffer.from(credentialId).toString('base64url'),
        transports,
      })),
    }),

    /** What a browser is asked to make a passkey of. It has to check the person, and to be found without a user name. */
    creationOptions: (
      challenge: string,
      operator: { id: string; name: string },
      known: readonly { credentialId: Uint8Array; transports: readonly string[] }[],
    ) => ({
      challenge,
      rp: { id: rpId, name: 'Tessera console' },
      user: { id: Buffer.from(operator.id).toString('base64url'), name: operator.name, displayName: operator.name },
      pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
      timeout,
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
      excludeCredentials: known.map(({ credentialId, transports }) => ({
        type: 'public-key',
        id: Buffer.from(credentialId).toString('base64url'),
        transports,
      })),
    }),

    /** What is kept of a new passkey. Throws 401. */
    checkNew: async (credential: NewCredential, challenge: string) => {
      const { verifyRegistrationResponse, helpers } = await library();
      try {
        const attestation = helpers.decodeAttestationObject(bytesOf(credential.response.attestationObject));
        if (!forms.has(attestation.get('fmt'))) throw refused();
        const { verified, registrationInfo } = await verifyRegistrationResponse({
          ...{ ...expected, expectedChallenge: challenge, supportedAlgorithmIDs: algorithms },
          response: credential as Parameters<typeof verifyRegistrationResponse>[0]['response'],
        });
        if (!verified) throw refused();
        const { credential: made, credentialBackedUp, credentialDeviceType } = registrationInfo;
        return {
          credentialId: bytesOf(made.id),
          publicKey: made.publicKey,
          counter: made.counter,
          synced: credentialBackedUp || credentialDeviceType === 'multiDevice',
        };
      } catch {
        // Whatever is wrong with what a stranger sent, the library says it with an error of its own.
        throw refused();
      }
    },

    /** How often the passkey has signed by now. Throws 401 unless the signature is its own, and newer than the last one. */
    checkSignature: async (assertion: Assertion, challenge: string, known: KnownCredential): Promise<number> => {
      const { verifyAuthenticationResponse } = await library();
      try {
        const { verified, authenticationInfo } = await verifyAuthenticationResponse({
          ...{ ...expected, expectedChallenge: challenge },
          response: assertion as Parameters<typeof verifyAuthenticationResponse>[0]['response'],
          credential: {
            id: Buffer.from(known.credentialId).toString('base64url'),
            publicKey: new Uint8Array(known.publicKey),
            counter: known.counter,
          },
        });
        if (!verified) throw refused();
        return authenticationInfo.newCounter;
      } catch {
        throw refused();
      }
    },
    refused,
  };
};

export type PasskeysFor = ReturnType<typeof passkeysFor>;
