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
  actorId: string | undefined,
  createdAt: number,
): AuditEvent => ({
  tenantId,
  actorId,
  entityType: tokenType(type).entityType,
  entityId: id,
  operation,
  createdAt,
});

/** What the audit is told of a token that was read masked, which may wait to be written (`read-log.ts`). */
export const markRead = (
  { keyring, clock }: Pick<Services, 'keyring' | 'clock'>,
  token: Named,
  actorId: string | undefined,
): MarkedEvent => markEvent(keyring, { ...eventWithoutState(token, 'read', actorId, clock()), reason: masked });

/** The audit row of a token that was read in plaintext; with a `reason`, of one that was shown to an operator. */
export const auditRead = (
  { keyring, clock }: Pick<Services, 'keyring' | 'clock'>,
  token: Named,
  actorId: string | undefined,
  reason?: string,
): Statement =>
  auditRow(keyring, {
    ...eventWithoutState(token, 'read', actorId, clock()),
    ...(reason !== undefined && { reason }),
  });

/** The audit row of a token that was deleted. `actorId` is `undefined` where its time has come. */
export const auditDelete = (
  { keyring, clock }: Pick<Services, 'keyring' | 'clock'>,
  token: Named,
  actorId: string | undefined,
): Statement => auditRow(keyring, eventWithoutState(token, 'delete', actorId, clock()));

/**
 * The audit row of a token. That of a create or update says what the token then is, so it belongs into the same write as the row
 * of the token, and `token` must be the token as that row holds it. `actorId` is `undefined` where the vault itself acts;
 * `destination` is the host that a use sends the token to.
 */
export const auditToken = (
  { keyring, clock }: Pick<Services, 'keyring' | 'clock'>,
  token: Token,
  operation: Exclude<AuditEvent['operation'], 'read' | 'delete'>,
  actorId: string | undefined,
  destination?: string,
): Statement =>
  auditRow(keyring, {
    tenantId: token.tenantId,
    actorId,
    entityType: tokenType(token.type).entityType,
    entityId: token.id,
    operation,
    createdAt: clock(),
    ...(destination !== undefined && { destination }),
    ...((operation === 'create' || operation === 'update') && {
      state: { version: token.version, digest: tokenDigest(token) },
    }),
  });
