import { networkOf } from '../limits/network-of.ts';
import { auditOperator } from '../operators/audit-operator.ts';
import { newSecret } from '../operators/links.ts';
import type { Operator } from '../operators/operator.ts';
import {
  endSession,
  findSession,
  insertSession,
  type OperatorSession,
  sessionLife,
} from '../operators/operator-sessions.ts';
import type { Write } from '../store/port.ts';
import type { ConsoleContext, ConsoleServices } from './console-services.ts';
import { viewSession } from './view-session.ts';

/** What somebody signed in with. */
export type SignedInBy = Partial<Pick<OperatorSession, 'passkeyId' | 'identityId' | 'provedAt'>>;

/** Why something could not be committed, in a sentence for the log. */
export type Refuse = (reason: string) => Error;

/**
 * Begins a session under a new secret, together with what allows it. A session that the browser brought along ends: whoever put its cookie
 * there must not share the new one.
 */
export const beginSession = async (
  services: ConsoleServices,
  { address, origin, secret: brought, header }: Pick<ConsoleContext, 'address' | 'origin' | 'secret' | 'header'>,
  {
    operator,
    by: { passkeyId, identityId, provedAt },
    allowedBy,
    refuse,
  }: { operator: Operator; by: SignedInBy; allowedBy: Write; refuse: Refuse },
) => {
  const { store, keyring, clock, random, newId, cookie, log, guards } = services;
  const now = clock();
  const secret = guards.secretFor(newSecret(random), brought);
  const session: OperatorSession = {
    id: newId(),
    operatorId: operator.id,
    ...{ passkeyId, identityId, provedAt },
    network: networkOf(address),
    createdAt: now,
    usedAt: now,
    endsAt: now + sessionLife,
  };
  const before = brought === undefined ? undefined : await findSession(store, keyring, brought);
  const failed = await store.commit([
    ...allowedBy,
    ...(before ? [endSession(before.session.id)] : []),
    ...insertSession(keyring, session, secret),
    ...(await auditOperator(services, operator, {
      ...{ entityType: 'operator_session', entityId: session.id, operation: 'create', actorId: operator.id, origin },
    })),
  ]);
  if (failed !== undefined) throw refuse(String(failed));
  log.info({ operator_id: operator.id, address }, 'an operator signed in');
  header('Set-Cookie', cookie.set(secret));
  return await viewSession(services, { session, operator });
};
