import type { Migration } from '../store/migrate.ts';

/** The key database. The nil UUID as tenant stands for the vault itself. Times are milliseconds since the epoch. */
export const keyMigrations: readonly Migration[] = [
  {
    id: 1,
    name: 'root key versions and wrapped keys',
    sql: `
      create table root_keys (
        version integer not null primary key,
        check_value blob not null,
        created_at integer not null
      ) strict;

      create table wrapped_keys (
        tenant_id blob not null,
        purpose text not null,
        version integer not null,
        root_version integer not null references root_keys (version),
        wrapped blob not null,
        created_at integer not null,
        primary key (tenant_id, purpose, version)
      ) strict;
    `,
  },
  {
    id: 2,
    name: 'activation, destruction and a count of changes',
    sql: `
      alter table wrapped_keys add column active_at integer not null default 0;

      create table destroyed_versions (
        tenant_id blob not null,
        version integer not null,
        destroyed_at integer not null,
        primary key (tenant_id, version)
      ) strict;

      create table destroyed_tenants (
        tenant_id blob not null primary key,
        destroyed_at integer not null
      ) strict;

      create table key_changes (n integer not null) strict;
      insert into key_changes (n) values (0);
    `,
  },
  {
    id: 3,
    name: 'shares of the root key',
    sql: `
      create table root_key_shares (
        number integer not null primary key,
        set_id blob not null,
        need integer not null,
        digest blob not null,
        created_at integer not null
      ) strict;
    `,
  },
  {
    id: 4,
    name: 'operators and what they have agreed to',
    sql: `
      create table key_operators (
        name text not null primary key,
        public_key blob not null unique,
        added_at integer not null
      ) strict;

      create table key_proposals (
        id blob not null primary key,
        act text not null,
        proposed_by text not null,
        proposed_at integer not null,
        expires_at integer not null,
        signature blob not null,
        approved_by text,
        approved_at integer,
        approval blob,
        done_by text,
        done_at integer
      ) strict;
    `,
  },
];
