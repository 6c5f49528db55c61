import type { Migration } from '../migrate.ts';

/*
 * The audit keeps a digest of each row of applications, over all columns that are not empty. So the columns of the one key and the former
 * key stay, and keep what they hold until the application is changed; then `keys` takes their place. SQLite cannot make a column
 * nullable, hence another table.
 */
export const applicationKeys: Migration = {
  id: 21,
  name: 'several keys of an application',
  sql: `
      alter table applications rename to applications_before;
      create table applications (
        tenant_id blob not null references tenants (id),
        id blob not null,
        name text not null,
        type text not null,
        permissions text not null,
        key_hash blob,
        former_key_hash blob,
        former_key_ends_at integer,
        keys text,
        expires_at integer,
        version integer not null,
        created_at integer not null,
        created_by blob,
        modified_at integer,
        modified_by blob,
        primary key (tenant_id, id)
      ) strict;
      insert into applications (tenant_id, id, name, type, permissions, key_hash, former_key_hash, former_key_ends_at,
          version, created_at, created_by, modified_at, modified_by)
        select tenant_id, id, name, type, permissions, key_hash, former_key_hash, former_key_ends_at,
          version, created_at, created_by, modified_at, modified_by
        from applications_before;
      drop table applications_before;
      create index applications_newest on applications (tenant_id, created_at, id);

      create table application_keys (
        key_hash blob not null primary key,
        tenant_id blob not null,
        application_id blob not null,
        foreign key (tenant_id, application_id) references applications (tenant_id, id) on delete cascade
      ) strict, without rowid;
      create index application_keys_application on application_keys (tenant_id, application_id);
      insert into application_keys (key_hash, tenant_id, application_id)
        select key_hash, tenant_id, id from applications;
      insert into application_keys (key_hash, tenant_id, application_id)
        select former_key_hash, tenant_id, id from applications where former_key_hash is not null;

      alter table sessions add column opened_with blob;
      alter table sessions add column authorized_with blob;
    `,
};
