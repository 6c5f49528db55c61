import type { Migration } from '../migrate.ts';

export const auditSeals: Migration = {
  id: 3,
  name: 'what audit rows say of tokens, and their seals',
  sql: `
      alter table audit add column version integer;
      alter table audit add column digest blob;
      create index audit_writes on audit (tenant_id, entity_id, n) where operation <> 'read';

      create table audit_seals (
        tenant_id blob not null,
        seal integer not null,
        first_row integer not null,
        last_row integer not null,
        row_count integer not null,
        root blob not null,
        mac blob not null,
        created_at integer not null,
        primary key (tenant_id, seal)
      ) strict;
      create index audit_seals_last on audit_seals (last_row);
    `,
};
