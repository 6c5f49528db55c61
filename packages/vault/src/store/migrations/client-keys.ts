import type { Migration } from '../migrate.ts';

export const clientKeys: Migration = {
  id: 24,
  name: 'keys for client-side encryption',
  sql: `
      create table client_keys (
        tenant_id blob not null references tenants (id),
        id blob not null,
        public_key blob not null,
        kek_version integer not null,
        wrapped_dek blob not null,
        sealed blob not null,
        created_at integer not null,
        created_by blob,
        expires_at integer not null,
        primary key (tenant_id, id)
      ) strict;
      create index client_keys_expiry on client_keys (expires_at);
    `,
};
