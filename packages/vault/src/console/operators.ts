import type { Handlers } from '@tessera/contract';
import type { consoleContract } from '@tessera/contract/console';
import { endSessionOf, removeIdentityOf, removePasskeyOf } from '../operators/end-sign-in.ts';
import { findIdentity, identitiesOf } from '../operators/identities.ts';
import { endOperator, inviteOperator } from '../operators/invite.ts';
import { findOperator, listOperators, type Operator, type WaysIn } from '../operators/operator.ts';
import { findOwnSession, sessionsOf } from '../operators/operator-sessions.ts';
import { findPasskey, passkeysOf } from '../operators/passkeys.ts';
import { ApiError } from '../problem.ts';
import { wireTime } from '../times.ts';
import type { ConsoleContext, ConsoleServices } from './console-services.ts';
import { tenantInScope } from './tenant-of-call.ts';
import { viewIdentity, viewPasskey, viewSessions } from './view-sign-ins.ts';

const view = ({ passkeys, identities, ...operator }: Operator & WaysIn) => {
  const { id, name, role, tenantId, createdAt, createdBy, revokedAt } = operator;
  const standing = passkeys + identities === 0 ? ('invited' as const) : ('enrolled' as const);
  return {
    ...{ id, name, role, passkeys, identities, tenant_id: tenantId ?? null, created_at: wireTime(createdAt) },
    state: revokedAt === undefined ? standing : ('revoked' as const),
    created_by: createdBy ?? null,
    revoked_at: revokedAt === undefined ? null : wireTime(revokedAt),
  };
};

/** The people who may use the console. Whoever looks into one tenant manages the people of that one, and sees those of all tenants. */
export const operatorsOf = (services: ConsoleServices): Handlers<typeof consoleContract.operators, ConsoleContext> => {
  const { store, keyring, clock, guards, origin } = services;
  const isInScope = (by: Operator, { tenantId }: Operator) =>
    by.tenantId === undefined || (tenantId !== undefined && guards.inScope(by, tenantId));

  const find = async (by: Operator, id: string): Promise<Operator> => {
    const operator = await findOperator(store, keyring, id);
    if (!operator || !isInScope(by, operator)) {
      throw new ApiError('not-found', 'There is no such operator, or not in your scope.');
    }
    return operator;
  };

  return {
    retrieve: async ({ identify, params }) => {
      const { operator: by, session } = await identify();
      const operator = await find(by, params.id);
      const passkeys = await passkeysOf(store, keyring, operator.id);
      const identities = await identitiesOf(store, keyring, operator.id);
      const sessions = await sessionsOf(store, keyring, operator.id, clock());
      return {
        operator: view({ ...operator, passkeys: passkeys.length, identities: identities.length }),
        passkeys: passkeys.map(viewPasskey),
        identities: identities.map(viewIdentity),
        sessions: viewSessions(sessions, { passkeys, identities }, session.id),
      };
    },

    removePasskey: async ({ identify, params }) => {
      const { operator: by, actor } = await identify();
      const operator = await find(by, params.id);
      const passkey = await findPasskey(store, keyring, operator.id, params.passkey_id);
      if (!passkey) throw new ApiError('not-found', 'This person has no such passkey.');
      if (await removePasskeyOf(services, operator, passkey.id, actor)) return;
      throw new ApiError('conflict', 'This person has no other way to sign in. Revoke the person instead.');
    },

    removeIdentity: async ({ identify, params }) => {
      const { operator: by, actor } = await identify();
      const operator = await find(by, params.id);
      const identity = await findIdentity(store, keyring, operator.id, params.identity_id);
      if (!identity) throw new ApiError('not-found', 'This person has no such account.');
      if (await removeIdentityOf(services, operator, identity.id, actor)) return;
      throw new ApiError('conflict', 'This person has no other way to sign in. Revoke the person instead.');
    },

    endSession: async ({ identify, params }) => {
      const { operator: by, actor } = await identify();
      const operator = await find(by, params.id);
      const wanted = { operatorId: operator.id, id: params.session_id, now: clock() };
      const session = await findOwnSession(store, keyring, wanted);
      if (!session) throw new ApiError('not-found', 'This person has no such session.');
      await endSessionOf(services, operator, session.id, actor);
    },

    list: async ({ identify }) => {
      const { operator } = await identify();
      return { data: (await listOperators(store, keyring, operator.tenantId, true)).map(view) };
    },

    invite: async ({ identify, body: { name, role, tenant_id: asked } }) => {
      const { operator: by, actor } = await identify();
      if (asked === null && by.tenantId !== undefined) {
        throw new ApiError('role-forbidden', 'You may invite people to your own tenant only.');
      }
      const tenantId = asked === null ? undefined : (await tenantInScope(services, by, asked)).id;
      const { operator, secret, expiresAt } = await inviteOperator(services, { name, role, tenantId, by: actor });
      return {
        operator: view({ ...operator, passkeys: 0, identities: 0 }),
        link: `${origin}/enrol#${secret}`,
        expires_at: wireTime(expiresAt),
      };
    },

    revoke: async ({ identify, params }) => {
      const { operator: by, actor } = await identify();
      const operator = await find(by, params.id);
      if (operator.id === by.id) throw new ApiError('conflict', 'Somebody else has to revoke you.');
      if (operator.revokedAt !== undefined || !(await endOperator(services, operator, actor))) {
        throw new ApiError('conflict', 'This operator was revoked before.');
      }
    },
  };
};
