import type { Privacy } from '../access/privacy.ts';
import type { TokenOperation } from '../access/rules.ts';
import type { AuditEvent } from './audit.ts';

/** Something that an answer tells about, by what counts when the answer is repeated. */
export interface Shown {
  entityType: AuditEvent['entityType'];
  entityId: string;
  /** How the repetition stands in the audit log. */
  operation: 'read' | 'use';
  /** Nothing of it was shown but a mask, or what every answer says. */
  masked?: boolean;
  /** For a token: how it was protected, and what the caller must be allowed with it. */
  token?: {
    privacy: Privacy;
    needs: readonly TokenOperation[];
    /** The application that must be allowed it in place of the caller: code has acted for it. */
    by?: string;
  };
}
