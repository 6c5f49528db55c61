import type { Handlers } from '@tessera/contract';
import type { consoleContract } from '@tessera/contract/console';
import { networkOf } from '../../limits/network-of.ts';
import { auditOperator } from '../../operators/audit-operator.ts';
import { findAccount, type Identity, identitiesOf, insertIdentity } from '../../operators/identities.ts';
import { findSessionById, sessionGone, useSession } from '../../operators/operator-sessions.ts';
import { mostWays, noRoom } from '../../operators/passkeys.ts';
import { ApiError } from '../../problem.ts';
import type { ConsoleContext, ConsoleServices } from '../console-services.ts';
import { checkTouch, type Purpose, touchOptions, touchRefused } from '../touch.ts';
import { type Account, OpenIdError } from './openid-provider.ts';
import type { Begun } from './passage.ts';
import { providerOf, sendOut } from './send-out.ts';

/** What a touch is for that lets an account be linked. */
const linksAccount: Purpose = ['identity'];

/** Sends somebody who is signed in to the provider, so that an account there becomes another way to sign in. */
export const accountRoutes = (
  services: ConsoleServices,
): Pick<Handlers<typeof consoleContract.session, ConsoleContext>, 'identityTouch' | 'linkIdentity'> => ({
  identityTouch: async ({ identify }) => {
    providerOf(services);
    return await touchOptions(services, await identify(), linksAccount);
  },

  linkIdentity: async ({ identify, body: { touch }, address, header }) => {
    const { store, keyring } = services;
    providerOf(services);
    const known = await identify();
    if ((await identitiesOf(store, keyring, known.operator.id)).length >= mostWays) {
      throw new ApiError('limit-reached', `There may be ${mostWays} accounts; remove one first.`);
    }
    const spent = await checkTouch(services, known, touch, linksAccount);
    if ((await store.commit(spent)) !== undefined) throw touchRefused();
    return await sendOut(services, { address, header }, 'add', known.session.id);
  },
});

/**
 * Links the account to the operator in whose session this way began. That session has to go on still, from the same network: its own cookie
 * does not come along from another site. Gives the id of the operator.
 */
export const linkAccount = async (
  services: ConsoleServices,
  account: Account,
  { about }: Begun,
  { address, origin }: Pick<ConsoleContext, 'address' | 'origin'>,
): Promise<string> => {
  const { store, keyring, clock, newId, guards } = services;
  const now = clock();
  const ended = () => new OpenIdError('ended', 'a session that has ended meanwhile');
  const found = await findSessionById(store, keyring, about);
  if (!found || guards.isOver(found.session, now) || !guards.sameNetwork(found.session, networkOf(address))) {
    throw ended();
  }
  const { operator, session } = found;
  const { issuer, subject, name } = account;
  if ((await findAccount(store, keyring, account))?.operator.id === operator.id) return operator.id;
  const identity: Identity = {
    ...{ id: newId(), operatorId: operator.id },
    ...{ issuer, subject, name, createdAt: now, usedAt: undefined },
  };
  const failed = await store.commit([
    ...insertIdentity(keyring, identity),
    useSession(session.id, now),
    ...(await auditOperator(services, operator, {
      ...{ entityType: 'operator_identity', entityId: identity.id, operation: 'create', actorId: operator.id, origin },
    })),
  ]);
  if (failed === sessionGone) throw ended();
  // Another account was linked meanwhile. Whoever tries again is told.
  if (failed === noRoom) throw new OpenIdError('ended', 'as many accounts as an operator may have');
  if (failed !== undefined) throw new OpenIdError('taken', 'an account that belongs to an operator already');
  return operator.id;
};
