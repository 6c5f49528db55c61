import type { Migration } from '../migrate.ts';

export const tokenCounts: Migration = {
  id: 5,
  name: 'counts of tokens, and of those that are active in a month',
  sql: `
      create table token_counts (
        tenant_id blob not null references tenants (id),
        classification text not null,
        impact_level text not null,
        type text not null,
        shard integer not null,
        n integer not null,
        primary key (tenant_id, classification, impact_level, type, shard)
      ) strict, without rowid;
      insert into token_counts
        select tenant_id, classification, impact_level, type, 0, count(*) from tokens
        group by tenant_id, classification, impact_level, type;

      alter table tokens add column active_month integer not null default 0;
      create table active_counts (
        tenant_id blob not null references tenants (id),
        month integer not null,
        shard integer not null,
        n integer not null,
        primary key (tenant_id, month, shard)
      ) strict, without rowid;
    `,
};
