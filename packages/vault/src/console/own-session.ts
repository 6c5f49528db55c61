import type { Handlers } from '@tessera/contract';
import type { consoleContract } from '@tessera/contract/console';
import { auditOperator } from '../operators/audit-operator.ts';
import { isOwnChallenge, newChallenge, spendChallenge } from '../operators/challenges.ts';
import type { Operator } from '../operators/operator.ts';
import { endSession, findOwnSession, type OperatorSession, sessionsOf } from '../operators/operator-sessions.ts';
import { deletePasskey, findPasskey, insertPasskey, type Passkey, passkeysOf } from '../operators/passkeys.ts';
import { ApiError } from '../problem.ts';
import { wireTime } from '../times.ts';
import type { ConsoleContext, ConsoleServices } from './console-services.ts';
import { viewSession } from './view-session.ts';
import { challengeOf } from './webauthn.ts';

type Routes = Omit<
  Handlers<typeof consoleContract.session, ConsoleContext>,
  'options' | 'create' | 'enrolmentOptions' | 'enrol'
>;

/** Passkeys that an operator may have. */
const most = 20;

const viewPasskey = ({ id, name, createdAt, usedAt, synced }: Passkey) => ({
  ...{ id, name, synced, created_at: wireTime(createdAt) },
  last_used_at: usedAt === undefined ? null : wireTime(usedAt),
});

/** What an operator does with the own sessions and passkeys. */
export const ownSession = (services: ConsoleServices): Routes => {
  const { store, keyring, clock, newId, passkeys, cookie } = services;

  const ended = async (operator: Operator, { id }: OperatorSession) => {
    await store.commit([
      endSession(id),
      ...(await auditOperator(services, operator, {
        ...{ entityType: 'operator_session', entityId: id, operation: 'delete', actorId: operator.id },
      })),
    ]);
  };

  return {
    retrieve: async ({ identify }) => await viewSession(services, await identify(true)),

    end: async ({ identify, header }) => {
      header('Set-Cookie', cookie.clear());
      const known = await identify(true).catch((error: unknown) => {
        if (!(error instanceof ApiError && error.type === 'sign-in-required')) throw error;
      });
      if (known) await ended(known.operator, known.session);
    },

    list: async ({ identify }) => {
      const { operator, session } = await identify();
      const known = await passkeysOf(store, keyring, operator.id);
      const names = new Map(known.map(({ id, name }) => [id, name]));
      const sessions = await sessionsOf(store, keyring, operator.id, clock());
      return {
        data: sessions.map(({ id, network, passkeyId, createdAt, usedAt, endsAt }) => ({
          ...{ id, current: id === session.id, address: network, passkey: names.get(passkeyId) ?? '' },
          ...{ created_at: wireTime(createdAt), last_used_at: wireTime(usedAt), ends_at: wireTime(endsAt) },
        })),
      };
    },

    endOther: async ({ identify, params }) => {
      const { operator } = await identify();
      const found = await findOwnSession(store, keyring, { operatorId: operator.id, id: params.id, now: clock() });
      if (!found) throw new ApiError('not-found', 'There is no such session of yours.');
      await ended(operator, found);
    },

    listPasskeys: async ({ identify }) => {
      const { operator } = await identify();
      return { data: (await passkeysOf(store, keyring, operator.id)).map(viewPasskey) };
    },

    passkeyOptions: async ({ identify }) => {
      const { operator, session } = await identify();
      const known = await passkeysOf(store, keyring, operator.id);
      return passkeys.creationOptions(newChallenge(services, ['passkey', session.id]), operator, known);
    },

    createPasskey: async ({ identify, body: { response, name = 'Passkey' } }) => {
      const { operator, session } = await identify();
      const known = await passkeysOf(store, keyring, operator.id);
      if (known.length >= most) throw new ApiError('limit-reached', `There may be ${most} passkeys; remove one first.`);
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
        spendChallenge(keyring, challenge, now),
        insertPasskey(keyring, passkey),
        ...(await auditOperator(services, operator, {
          ...{ entityType: 'operator_passkey', entityId: passkey.id, operation: 'create', actorId: operator.id },
        })),
      ]);
      if (failed !== undefined) throw passkeys.refused();
      return viewPasskey(passkey);
    },

    deletePasskey: async ({ identify, params }) => {
      const { operator } = await identify();
      const passkey = await findPasskey(store, keyring, operator.id, params.id);
      if (!passkey) throw new ApiError('not-found', 'There is no such passkey of yours.');
      const failed = await store.commit([
        ...deletePasskey(operator.id, passkey.id),
        ...(await auditOperator(services, operator, {
          ...{ entityType: 'operator_passkey', entityId: passkey.id, operation: 'delete', actorId: operator.id },
        })),
      ]);
      if (failed !== undefined) throw new ApiError('conflict', 'This is your only passkey. Enrol another one first.');
    },
  };
};
