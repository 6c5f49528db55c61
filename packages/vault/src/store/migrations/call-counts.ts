import type { Migration } from '../migrate.ts';

/** Rows do not refer to their tenant: a process may write the last ones of a tenant that another has just removed. */
export const callCounts: Migration = {
  id: 29,
  name: 'counts of calls and of how they were answered, by hour',
  sql: `
      create table call_counts (
        tenant_id blob not null,
        hour integer not null,
        shard integer not null,
        answered integer not null,
        refused integer not null,
        failed integer not null,
        primary key (tenant_id, hour, shard)
      ) strict, without rowid;
      create index call_counts_by_hour on call_counts (hour);
    `,
};
