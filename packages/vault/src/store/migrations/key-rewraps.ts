import type { Migration } from '../migrate.ts';

export const keyRewraps: Migration = {
  id: 33,
  name: 'rewraps that operators of the console have begun',
  sql: `
      create table key_rewraps (
        id blob primary key,
        tenant_id blob not null references tenants (id),
        started_by blob not null,
        started_at integer not null,
        runner blob,
        seen_at integer not null,
        done integer not null,
        total integer,
        failed integer not null,
        ended_at integer,
        outcome text
      ) strict;
      create unique index key_rewraps_running on key_rewraps (tenant_id) where ended_at is null;
      create index key_rewraps_of_tenant on key_rewraps (tenant_id, started_at);
    `,
};
