import type { Handlers } from '@tessera/contract';
import type { consoleContract, OpenIdFailure } from '@tessera/contract/console';
import type { Origin } from '../../access/origin.ts';
import type { Incoming } from '../../api/api.ts';
import type { VaultResponse } from '../../http/messages.ts';
import { auditOperator } from '../../operators/audit-operator.ts';
import { spendChallenge } from '../../operators/challenges.ts';
import {
  findAccount,
  type Identity,
  identityOvertaken,
  insertIdentity,
  useIdentity,
} from '../../operators/identities.ts';
import { findLink, linkDigest, spendLink } from '../../operators/links.ts';
import type { Operator } from '../../operators/operator.ts';
import { endSession, findSession } from '../../operators/operator-sessions.ts';
import type { Write } from '../../store/port.ts';
import { beginSession } from '../begin-session.ts';
import type { ConsoleContext, ConsoleServices } from '../console-services.ts';
import { linkEnded } from '../sign-in.ts';
import { linkAccount } from './link-account.ts';
import { type Account, OpenIdError } from './openid-provider.ts';
import { type Begun, comeBack, type Errand } from './passage.ts';
import { providerOf, sendOut } from './send-out.ts';

type Routes = Pick<Handlers<typeof consoleContract.session, ConsoleContext>, 'ways' | 'openId'>;

/** Milliseconds by which the clocks of vault and provider may differ. */
const clocksDiffer = 30_000;

/** Sends browsers to the provider. */
export const openIdRoutes = (services: ConsoleServices): Routes => {
  const { store, keyring, clock, log, assertMayTry } = services;
  return {
    ways: async () => ({ openid: services.openId ? { name: services.openId.name } : null }),

    openId: async ({ body: { link, fresh = false }, address, secret, header }) => {
      providerOf(services);
      await assertMayTry(address);
      const errand: Errand = link !== undefined ? 'link' : fresh ? 'fresh' : 'in';
      const about = async () => {
        if (link === undefined) return secret && (await findSession(store, keyring, secret))?.session.id;
        const digest = linkDigest(keyring, link);
        if (await findLink(store, keyring, digest, clock())) return Buffer.from(digest).toString('base64url');
        log.warn({ address, reason: 'a link that does not work' }, 'a sign-in was refused');
        throw linkEnded();
      };
      return await sendOut(services, { address, header }, errand, (await about()) ?? '');
    },
  };
};

/** Who comes back from the provider: an operator, what lets the operator in, and when the provider asked the person. */
interface Arrived {
  operator: Operator;
  identity: Identity;
  allowedBy: Write;
}

/** The operator whose account it is. */
const knownOperator = async (services: ConsoleServices, account: Account, { about }: Begun): Promise<Arrived> => {
  const { store, keyring, clock } = services;
  const found = await findAccount(store, keyring, account);
  if (!found) throw new OpenIdError('unknown', 'an account that belongs to no operator');
  // The session that the browser had when it set out is over: its secret is about to be replaced.
  const before = about === '' ? [] : [endSession(about)];
  return { ...found, allowedBy: [...before, useIdentity(found.identity, clock())] };
};

/** The operator of a one-time link, who signs in with this account from now on. */
const invitedOperator = async (
  services: ConsoleServices,
  account: Account,
  { about }: Begun,
  origin: Origin,
): Promise<Arrived> => {
  const { store, keyring, clock, newId, guards } = services;
  const now = clock();
  const digest = Buffer.from(about, 'base64url');
  const operator = await findLink(store, keyring, digest, now);
  if (!operator) throw new OpenIdError('link', 'a link that does not work');
  const { issuer, subject, name } = account;
  const identity: Identity = {
    id: newId(),
    operatorId: operator.id,
    ...{ issuer, subject, name, createdAt: now, usedAt: now },
  };
  return {
    operator,
    identity,
    allowedBy: [
      ...insertIdentity(keyring, identity),
      ...guards.once(spendLink(digest)),
      ...(await auditOperator(services, operator, {
        ...{
          entityType: 'operator_identity',
          entityId: identity.id,
          operation: 'create',
          actorId: operator.id,
          origin,
        },
      })),
    ],
  };
};

/** When the provider asked the person, where that was on this way. */
const provedAt = ({ authenticatedAt }: Account, { at }: Begun, now: number): number | undefined =>
  authenticatedAt !== undefined && authenticatedAt >= at - clocksDiffer ? Math.min(authenticatedAt, now) : undefined;

/**
 * Takes browsers that the provider sends back, and sends them on to an address that shows nothing of what they brought. They come from
 * another site, so no header marks the call: what shows that the browser set out from here is its cookie.
 */
export const openIdCallback = (services: ConsoleServices) => {
  const { store, keyring, clock, log, guards, openIdCookie } = services;

  const signedIn = async (parameters: URLSearchParams, incoming: Incoming): Promise<VaultResponse> => {
    const provider = providerOf(services);
    const { request, address, trace } = incoming;
    const origin = { from: address, trace };
    const brought = openIdCookie.read(request.headers.get('Cookie'));
    const begun = comeBack(services, brought, parameters.get('state') ?? '');
    if (!begun)
      throw new OpenIdError('expired', 'no way to the provider that this browser began in the last five minutes');
    // Taken out of use before the provider is asked, so that nobody asks it twice with one answer.
    const spent = guards.once(spendChallenge(keyring, begun.state, clock()));
    if (spent.length > 0 && (await store.commit(spent)) !== undefined) {
      throw new OpenIdError('expired', 'an answer of the provider that was used before');
    }
    const account = await provider.redeem(parameters, begun);
    const proved = provedAt(account, begun, clock());
    if (begun.fresh && proved === undefined)
      throw new OpenIdError('stale', 'the provider did not ask the person again');
    if (begun.errand === 'add') {
      incoming.operatorId = await linkAccount(services, account, begun, { address, origin });
      return {
        status: 303,
        headers: { Location: '/', 'Set-Cookie': openIdCookie.clear(), ...unseen },
        body: undefined,
      };
    }
    const arrive = begun.errand === 'link' ? invitedOperator : knownOperator;
    const { operator, identity, allowedBy } = await arrive(services, account, begun, origin);
    incoming.operatorId = operator.id;
    const headers: Record<string, string> = { Location: '/' };
    await beginSession(
      services,
      {
        ...{ address, origin, secret: undefined },
        header: (name, value) => {
          headers[name] = value;
        },
      },
      {
        ...{ operator, by: { identityId: identity.id, provedAt: proved }, allowedBy },
        refuse: (reason) =>
          reason === identityOvertaken && begun.errand === 'link'
            ? new OpenIdError('taken', 'an account that belongs to an operator already')
            : new OpenIdError(begun.errand === 'link' ? 'link' : 'unknown', reason),
      },
    );
    return { status: 303, headers: { ...headers, ...unseen }, body: undefined };
  };

  const refused = (failure: OpenIdFailure): VaultResponse => ({
    status: 303,
    headers: { Location: `/sign-in?openid=${failure}`, 'Set-Cookie': openIdCookie.clear(), ...unseen },
    body: undefined,
  });

  return async (parameters: URLSearchParams, incoming: Incoming): Promise<VaultResponse> => {
    try {
      return await signedIn(parameters, incoming);
    } catch (error) {
      if (!(error instanceof OpenIdError)) throw error;
      log.warn({ address: incoming.address, reason: error.message }, 'a sign-in was refused');
      return refused(error.failure);
    }
  };
};

/** No cache keeps the answer, and the page behind it is not told where it came from. */
const unseen = { 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' };
