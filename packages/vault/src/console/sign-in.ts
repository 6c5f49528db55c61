import type { Handlers } from '@tessera/contract';
import type { consoleContract } from '@tessera/contract/console';
import { auditOperator } from '../operators/audit-operator.ts';
import { isOwnChallenge, newChallenge, spendChallenge } from '../operators/challenges.ts';
import { findLink, linkDigest, spendLink } from '../operators/links.ts';
import { findCredential, insertPasskey, type Passkey, usePasskey } from '../operators/passkeys.ts';
import { ApiError } from '../problem.ts';
import { beginSession } from './begin-session.ts';
import type { ConsoleContext, ConsoleServices } from './console-services.ts';
import { challengeOf } from './webauthn.ts';

type Routes = Pick<
  Handlers<typeof consoleContract.session, ConsoleContext>,
  'options' | 'create' | 'enrolmentOptions' | 'enrol'
>;

/** What somebody is told whose link does not work. */
export const linkEnded = () =>
  new ApiError(
    'sign-in-failed',
    'This link was used, has expired or never existed. Ask whoever invited you for another one.',
  );

const noLink = 'a link that does not work';

/** Ways in: with a passkey, and with the link that an invitation prints. */
export const signIn = (services: ConsoleServices): Routes => {
  const { store, keyring, clock, newId, log, passkeys, guards, assertMayTry } = services;

  /** Refusals are told to the log: who is refused is told nothing that helps to guess. */
  const refused = (address: string, reason: string, error = passkeys.refused()) => {
    log.warn({ address, reason }, 'a sign-in was refused');
    return error;
  };

  return {
    options: async ({ address }) => {
      await assertMayTry(address);
      return passkeys.requestOptions(newChallenge(services, ['sign-in']));
    },

    create: async ({ body, ...context }) => {
      const { address } = context;
      await assertMayTry(address);
      const challenge = challengeOf(body);
      if (!isOwnChallenge(services, challenge, ['sign-in'])) throw refused(address, 'a challenge that is not current');
      const found = await findCredential(store, keyring, Buffer.from(body.rawId, 'base64url'));
      if (!found) throw refused(address, 'an unknown passkey');
      const { operator, passkey } = found;
      const { userHandle } = body.response;
      if (userHandle && Buffer.from(userHandle, 'base64url').toString() !== operator.id) {
        throw refused(address, 'a passkey of another operator');
      }
      const counter = await passkeys.checkSignature(body, challenge, passkey).catch((error: Error) => {
        throw refused(address, 'a wrong signature', error as ApiError);
      });
      const now = clock();
      return await beginSession(services, context, {
        ...{ operator, by: { passkeyId: passkey.id } },
        allowedBy: [...guards.once(spendChallenge(keyring, challenge, now)), usePasskey(passkey, counter, now)],
        refuse: (reason) => refused(address, reason),
      });
    },

    enrolmentOptions: async ({ body: { link }, address }) => {
      await assertMayTry(address);
      const operator = await findLink(store, keyring, linkDigest(keyring, link), clock());
      if (!operator) throw refused(address, noLink, linkEnded());
      return passkeys.creationOptions(newChallenge(services, ['enrol', link]), operator, []);
    },

    enrol: async ({ body: { link, response, name = 'First passkey' }, ...context }) => {
      const { address } = context;
      await assertMayTry(address);
      const now = clock();
      const digest = linkDigest(keyring, link);
      const operator = await findLink(store, keyring, digest, now);
      if (!operator) throw refused(address, noLink, linkEnded());
      const challenge = challengeOf(response);
      if (!isOwnChallenge(services, challenge, ['enrol', link])) {
        throw refused(address, 'a challenge that is not current');
      }
      const made = await passkeys.checkNew(response, challenge).catch((error: Error) => {
        throw refused(address, 'a new passkey that is not as asked for', error as ApiError);
      });
      const transports = response.response.transports ?? [];
      const about = { id: newId(), operatorId: operator.id, name, createdAt: now, usedAt: now };
      const passkey: Passkey = { ...made, ...about, transports };
      return await beginSession(services, context, {
        ...{ operator, by: { passkeyId: passkey.id } },
        allowedBy: [
          ...insertPasskey(keyring, passkey),
          ...guards.once(spendLink(digest)),
          ...guards.once(spendChallenge(keyring, challenge, now)),
          ...(await auditOperator(services, operator, {
            ...{
              entityType: 'operator_passkey',
              entityId: passkey.id,
              operation: 'create',
              actorId: operator.id,
              origin: context.origin,
            },
          })),
        ],
        refuse: (reason) => refused(address, reason, linkEnded()),
      });
    },
  };
};
