import type { Migration } from '../migrate.ts';

export const reactorFailures: Migration = {
  id: 35,
  name: 'the last failures of reactors',
  sql: `
      create table reactor_failures (
        tenant_id blob not null references tenants (id),
        reactor_id blob not null,
        id blob not null,
        failed_at integer not null,
        status integer not null,
        type text not null,
        detail text not null,
        trace text not null,
        primary key (tenant_id, reactor_id, id)
      ) strict;
    `,
};
