import type { ApprovalAct } from '@tessera/contract/console';
import type { AllowedOrigins } from '../access/allowed-origins.ts';
import type { Origin } from '../access/origin.ts';
import type { Egress } from '../egress/egress.ts';
import type { Random } from '../ids.ts';
import type { Keyring } from '../keys/port.ts';
import type { Budgets } from '../limits/budgets.ts';
import { networkOf } from '../limits/network-of.ts';
import type { Log } from '../log/log.ts';
import { ApiError } from '../problem.ts';
import type { FormulaRunner } from '../sandbox/sandbox.ts';
import type { Asker, Store } from '../store/port.ts';
import type { Tenant } from '../tenants/store.ts';
import type { HostCookie } from './cookie.ts';
import type { ConsoleGuards } from './guards.ts';
import type { KeyPlace } from './key-place.ts';
import type { OpenIdProvider } from './openid/openid-provider.ts';
import type { RewrapRuns } from './rewrap-runs.ts';
import type { SignedIn } from './signed-in.ts';
import type { Verifications } from './verifications.ts';
import type { PasskeysFor } from './webauthn.ts';

/** What the handlers of the console work with. */
export interface ConsoleServices {
  store: Store;
  keyring: Keyring;
  keys: KeyPlace;
  /** Milliseconds since the epoch. */
  clock: () => number;
  random: Random;
  /** A fresh UUID version 7 as text. */
  newId: () => string;
  log: Log;
  /** The origin of the console. */
  origin: string;
  /** The origin of the vault, whose frames show values; `undefined` where nobody told it. */
  vaultOrigin: string | undefined;
  /** What another operator has to approve before it is done. */
  twoPerson: ReadonlySet<ApprovalAct>;
  guards: ConsoleGuards;
  cookie: HostCookie;
  /** The cookie of browsers that have gone to the OpenID provider. */
  openIdCookie: HostCookie;
  /** The OpenID provider that people sign in with, where there is one. */
  openId: OpenIdProvider | undefined;
  passkeys: PasskeysFor;
  verifications: Verifications;
  rewraps: RewrapRuns;
  /** Whether nothing else is served on the domain of the vault. */
  ownSite: boolean;
  /** Which pages may embed fields by the setting of the process, and to which tenant each belongs. */
  allowedOrigins(): AllowedOrigins;
  /** The number of active tokens in a month that the plan includes; 0 for no plan. */
  includedTokens: number;
  /** Resolves if the store keeps what it is given. */
  ready(): Promise<void>;
  /** Runs code behind the walls of reactors. */
  sandbox: Pick<FormulaRunner, 'run'>;
  /** Sends requests to hosts that customers name. */
  egress: Pick<Egress, 'fetch'>;
  /** Scripts that the vault serves for pages, by name. */
  scripts: Readonly<Record<string, string>>;
  /** Allowances of this process. */
  budgets: Budgets;
  /** Throws 429 when somebody at this address has tried to sign in too often. */
  assertMayTry(address: string): Promise<void>;
}

/** What a handler gets besides its parameters. */
export interface ConsoleContext {
  /** The address of the caller. */
  address: string;
  /** Where the call comes from, as entries of the audit log keep it. */
  origin: Origin;
  /** The secret in the cookie of the request. */
  secret: string | undefined;
  /** Says who is signed in, or throws 401. With `background` that does not count as something that the person does. */
  identify(background?: boolean): Promise<SignedIn>;
  /** The tenant that the call is about. Throws 400 or 403. */
  tenant(): Promise<Tenant>;
  /** For reads that take long: they end when the caller has gone. */
  asker(tenantId: string): Asker;
  /** Sets a header of the answer. */
  header(name: string, value: string): void;
}

/** Attempts to sign in from one network: so many at once, and then one in so many seconds. */
export interface SignInRate {
  burst: number;
  seconds: number;
}

/** Each way to sign in takes two calls. */
export const usualRate: SignInRate = { burst: 20, seconds: 6 };

export const signInLimit =
  (budgets: Budgets, { burst, seconds }: SignInRate): ConsoleServices['assertMayTry'] =>
  async (address) => {
    const wait = await budgets.take(`sign-in ${networkOf(address)}`, 1 / seconds, 1, burst);
    if (wait === 0) return;
    throw new ApiError('rate-limited', 'Too many attempts to sign in came from this address. Wait a moment.', {
      headers: { 'Retry-After': String(Math.ceil(wait / 1000)) },
    });
  };
