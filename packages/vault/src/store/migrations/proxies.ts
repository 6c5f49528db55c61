import type { Migration } from '../migrate.ts';

export const proxies: Migration = {
  id: 18,
  name: 'stored proxies',
  sql: `
      create table proxies (
        tenant_id blob not null references tenants (id),
        id blob not null,
        key text not null unique,
        name text not null,
        name_lower text not null,
        destination_url text not null,
        require_auth integer not null,
        detokenizes integer not null,
        application_id blob,
        version integer not null,
        kek_version integer not null,
        wrapped_dek blob not null,
        sealed blob not null,
        created_at integer not null,
        created_by blob,
        modified_at integer,
        modified_by blob,
        primary key (tenant_id, id)
      ) strict;
      create index proxies_newest on proxies (tenant_id, created_at, id);
    `,
};
