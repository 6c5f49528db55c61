import type { Actor } from '../access/origin.ts';
import { type AuditEvent, auditRow, type MarkedEvent, markEvent, masked } from '../audit/audit.ts';
import type { Services } from '../services.ts';
import type { Statement } from '../store/port.ts';
import { tokenDigest } from './rows.ts';
import type { Token } from './token.ts';
import { tokenType } from './token-types.ts';

type Named = Pick<Token, 'id' | 'tenantId' | 'type'>;

const eventWithoutState = (
  { id, tenantId, type }: Named,
  operation: 'read' | 'delete',
  { actorId, origin }: Actor,
  createdAt: number,
): AuditEvent => ({
  tenantId,
  actorId,
  origin,
  entityType: tokenType(type).entityType,
  entityId: id,
  operation,
  createdAt,
});

/** What the audit is told of a token that was read masked, which may wait to be written (`read-log.ts`). */
export const markRead = (
  { keyring, clock }: Pick<Services, 'keyring' | 'clock'>,
  token: Named,
  actor: Actor,
): MarkedEvent => markEvent(keyring, { ...eventWithoutState(token, 'read', actor, clock()), reason: masked });

/** The audit row of a token that was read in plaintext; with a `reason`, of one that was shown to an operator. */
export const auditRead = (
  { keyring, clock }: Pick<Services, 'keyring' | 'clock'>,
  token: Named,
  actor: Actor,
  reason?: string,
): Statement =>
  auditRow(keyring, {
    ...eventWithoutState(token, 'read', actor, clock()),
    ...(reason !== undefined && { reason }),
  });

/** The audit row of a token that was deleted. The vault itself is the actor where its time has come. */
export const auditDelete = (
  { keyring, clock }: Pick<Services, 'keyring' | 'clock'>,
  token: Named,
  actor: Actor,
): Statement => auditRow(keyring, eventWithoutState(token, 'delete', actor, clock()));

/**
 * The audit row of a token. That of a create or update says what the token then is, so it belongs into the same write as the row
 * of the token, and `token` must be the token as that row holds it.
 * `destination` is the host that a use sends the token to.
 */
export const auditToken = (
  { keyring, clock }: Pick<Services, 'keyring' | 'clock'>,
  token: Token,
  operation: Exclude<AuditEvent['operation'], 'read' | 'delete'>,
  actor: Actor,
  { destination, changes }: { destination?: string | undefined; changes?: string | undefined } = {},
): Statement =>
  auditRow(keyring, {
    tenantId: token.tenantId,
    ...actor,
    entityType: tokenType(token.type).entityType,
    entityId: token.id,
    operation,
    createdAt: clock(),
    ...(destination !== undefined && { destination }),
    ...(changes !== undefined && { changes }),
    ...((operation === 'create' || operation === 'update') && {
      state: { version: token.version, digest: tokenDigest(token) },
    }),
  });
