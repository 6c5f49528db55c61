import type { Migration } from '../migrate.ts';

export const reactions: Migration = {
  id: 26,
  name: 'reactions that run after the answer',
  sql: `
      create table reactions (
        tenant_id blob not null references tenants (id),
        id blob not null,
        reactor_id blob not null,
        state text not null,
        deadline integer not null,
        expires_at integer not null,
        primary key (tenant_id, id)
      ) strict;
      create index reactions_expiry on reactions (expires_at);
      create index reactions_reactor on reactions (tenant_id, reactor_id);
    `,
};
