import type { Migration } from '../migrate.ts';

export const auditByEntity: Migration = {
  id: 4,
  name: 'logs by what they are about',
  sql: `
      create index audit_entity on audit (tenant_id, entity_id, created_at, n);
      create index audit_type on audit (tenant_id, entity_type, created_at, n);
    `,
};
