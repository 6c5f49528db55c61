import type { OpenIdFailure } from '@tessera/contract/console';

/** What belongs to one way to the provider and back, beside the browser. */
export interface Passage {
  /** Comes back in the address, and shows that this console sent the browser there. */
  state: string;
  /** Comes back in the ID token, and shows that it was made for this passage (OpenID Connect Core §3.1.2.1). */
  nonce: string;
  /** Shows the provider that whoever redeems the code also asked for it (RFC 7636). */
  verifier: string;
  /** The provider has to ask the person again. */
  fresh: boolean;
}

/** An account that the provider vouches for. */
export interface Account {
  issuer: string;
  subject: string;
  /** What people call it. */
  name: string;
  /** When the provider asked the person who it is, in milliseconds since the epoch, where it says so. */
  authenticatedAt: number | undefined;
}

/** An OpenID provider, as the console uses it. */
export interface OpenIdProvider {
  /** What the sign-in page calls it. */
  readonly name: string;
  /** Where a browser goes to sign in. Rejects with `OpenIdError`. */
  address(passage: Passage): Promise<URL>;
  /** Where a browser goes to be signed out there, where the provider has such a place and can be asked for it. */
  signOutAddress(): Promise<URL | undefined>;
  /** Who has come back with these parameters in the address. Rejects with `OpenIdError`. */
  redeem(parameters: URLSearchParams, passage: Passage): Promise<Account>;
}

/** Nobody is signed in with the provider. The message is for the vault's log: it quotes no code, token, state or claim. */
export class OpenIdError extends Error {
  override readonly name = 'OpenIdError';
  readonly failure: OpenIdFailure;

  constructor(failure: OpenIdFailure, message: string) {
    super(message);
    this.failure = failure;
  }
}
