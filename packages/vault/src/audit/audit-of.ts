import type { Caller } from '../access/authenticate.ts';
import type { Keyring } from '../keys/port.ts';
import type { Statement } from '../store/port.ts';
import { type AuditEvent, auditRow } from './audit.ts';

/** Writes audit rows of what callers do to one kind of thing. */
export const auditOf =
  ({ keyring, clock }: { keyring: Keyring; clock: () => number }, entityType: AuditEvent['entityType']) =>
  (
    { tenantId, applicationId, origin }: Pick<Caller, 'tenantId' | 'applicationId' | 'origin'>,
    operation: AuditEvent['operation'],
    entityId: string,
    changes?: string,
  ): Statement =>
    auditRow(keyring, {
      tenantId,
      actorId: applicationId,
      origin,
      entityType,
      entityId,
      operation,
      createdAt: clock(),
      ...(changes !== undefined && { changes }),
    });
