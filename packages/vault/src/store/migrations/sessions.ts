import type { Migration } from '../migrate.ts';

export const sessions: Migration = {
  id: 10,
  name: 'sessions of pages',
  sql: `
      create table sessions (
        tenant_id blob not null references tenants (id),
        id blob not null,
        application_id blob not null,
        key_hash blob not null unique,
        nonce_hash blob not null unique,
        page text not null,
        expires_at integer not null,
        created_at integer not null,
        authorized_by blob,
        grants text,
        primary key (tenant_id, id)
      ) strict;
      create index sessions_expiry on sessions (expires_at);
    `,
};
