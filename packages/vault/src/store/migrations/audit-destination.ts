import type { Migration } from '../migrate.ts';

export const auditDestination: Migration = {
  id: 9,
  name: 'where tokens are used',
  sql: `
      alter table audit add column destination text;
      drop index audit_writes;
      create index audit_writes on audit (tenant_id, entity_id, n) where operation not in ('read', 'use');
    `,
};
