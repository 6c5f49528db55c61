import type { Handlers } from '@tessera/contract';
import type { consoleContract } from '@tessera/contract/console';
import { auditOperator } from '../operators/audit-operator.ts';
import { isOwnChallenge, newChallenge, spendChallenge } from '../operators/challenges.ts';
import { endSessionOf, removeIdentityOf, removePasskeyOf } from '../operators/end-sign-in.ts';
import { findIdentity, identitiesOf } from '../operators/identities.ts';
import { findOwnSession, sessionsOf } from '../operators/operator-sessions.ts';
import { findPasskey, insertPasskey, mostWays, noRoom, type Passkey, passkeysOf } from '../operators/passkeys.ts';
import { ApiError } from '../problem.ts';
import type { ConsoleContext, ConsoleServices } from './console-services.ts';
import { addsPasskey, assertProved } from './prove-operator.ts';
import { touchOptions } from './touch.ts';
import { viewSession } from './view-session.ts';
import { viewIdentity, viewPasskey, viewSessions } from './view-sign-ins.ts';
import { challengeOf } from './webauthn.ts';

type Routes = Omit<
  Handlers<typeof consoleContract.session, ConsoleContext>,
  'options' | 'create' | 'enrolmentOptions' | 'enrol' | 'ways' | 'openId' | 'identityTouch' | 'linkIdentity'
>;

const full = () => new ApiError('limit-reached', `There may be ${mostWays} passkeys; remove one first.`);

const lastWay = () => new ApiError('conflict', 'You have no other way to sign in. Add a passkey first.');

/** What an operator does with the own sessions and passkeys. */
export const ownSession = (services: ConsoleServices): Routes => {
  const { store, keyring, clock, newId, passkeys, cookie } = services;

  return {
    // Asked for by somebody who opens a page or wants to stay signed in. Pages that ask by themselves say so in a header.
    retrieve: async ({ identify }) => await viewSession(services, await identify()),

    end: async ({ identify, header }) => {
      header('Set-Cookie', cookie.clear());
      const known = await identify(true).catch((error: unknown) => {
        if (!(error instanceof ApiError && error.type === 'sign-in-required')) throw error;
      });
      if (!known) return { provider: null };
      await endSessionOf(services, known.operator, known.session.id, known.actor);
      const url = known.session.identityId === undefined ? undefined : await services.openId?.signOutAddress();
      return { provider: url && services.openId ? { name: services.openId.name, url: url.href } : null };
    },

    list: async ({ identify }) => {
      const { operator, session } = await identify();
      const ways = {
        passkeys: await passkeysOf(store, keyring, operator.id),
        identities: await identitiesOf(store, keyring, operator.id),
      };
      const sessions = await sessionsOf(store, keyring, operator.id, clock());
      return { data: viewSessions(sessions, ways, session.id) };
    },

    endOther: async ({ identify, params }) => {
      const { operator, actor } = await identify();
      const found = await findOwnSession(store, keyring, { operatorId: operator.id, id: params.id, now: clock() });
      if (!found) throw new ApiError('not-found', 'There is no such session of yours.');
      await endSessionOf(services, operator, found.id, actor);
    },

    listPasskeys: async ({ identify }) => {
      const { operator } = await identify();
      return { data: (await passkeysOf(store, keyring, operator.id)).map(viewPasskey) };
    },

    passkeyTouch: async ({ identify }) => await touchOptions(services, await identify(), addsPasskey),

    passkeyOptions: async ({ identify, body: { touch } }) => {
      const { operator, session } = await identify();
      const known = await passkeysOf(store, keyring, operator.id);
      await assertProved(services, { operator, session }, known, touch);
      return passkeys.creationOptions(newChallenge(services, ['passkey', session.id]), operator, known);
    },

    createPasskey: async ({ identify, body: { response, name = 'Passkey' } }) => {
      const { operator, session, actor } = await identify();
      const known = await passkeysOf(store, keyring, operator.id);
      if (known.length >= mostWays) throw full();
      const challenge = challengeOf(response);
      if (!isOwnChallenge(services, challenge, ['passkey', session.id])) throw passkeys.refused();
      const made = await passkeys.checkNew(response, challenge);
      if (known.some(({ credentialId }) => Buffer.compare(credentialId, made.credentialId) === 0)) {
        throw new ApiError('conflict', 'This passkey is enrolled already.');
      }
      const now = clock();
      const about = { id: newId(), operatorId: operator.id, name, createdAt: now, usedAt: undefined };
      const passkey: Passkey = { ...made, ...about, transports: response.response.transports ?? [] };
      const failed = await store.commit([
        ...insertPasskey(keyring, passkey),
        spendChallenge(keyring, challenge, now),
        ...(await auditOperator(services, operator, {
          ...{ entityType: 'operator_passkey', entityId: passkey.id, operation: 'create', ...actor },
        })),
      ]);
      if (failed === noRoom) throw full();
      if (failed !== undefined) throw passkeys.refused();
      return viewPasskey(passkey);
    },

    deletePasskey: async ({ identify, params }) => {
      const { operator, actor } = await identify();
      const passkey = await findPasskey(store, keyring, operator.id, params.id);
      if (!passkey) throw new ApiError('not-found', 'There is no such passkey of yours.');
      const isGone = await removePasskeyOf(services, operator, passkey.id, actor);
      if (!isGone) throw lastWay();
    },

    listIdentities: async ({ identify }) => {
      const { operator } = await identify();
      return { data: (await identitiesOf(store, keyring, operator.id)).map(viewIdentity) };
    },

    deleteIdentity: async ({ identify, params }) => {
      const { operator, actor } = await identify();
      const identity = await findIdentity(store, keyring, operator.id, params.id);
      if (!identity) throw new ApiError('not-found', 'There is no such account of yours.');
      if (!(await removeIdentityOf(services, operator, identity.id, actor))) throw lastWay();
    },
  };
};
