import type { Migration } from '../migrate.ts';

export const firstVault: Migration = {
  id: 1,
  name: 'tenants, applications, tokens and their audit',
  sql: `
      create table tenants (
        id blob not null primary key,
        name text not null,
        owner_id blob not null,
        settings text not null,
        test_mode integer not null,
        created_at integer not null,
        modified_at integer,
        modified_by blob
      ) strict;

      create table applications (
        tenant_id blob not null references tenants (id),
        id blob not null,
        name text not null,
        type text not null,
        permissions text not null,
        key_hash blob not null unique,
        created_at integer not null,
        created_by blob,
        modified_at integer,
        modified_by blob,
        primary key (tenant_id, id)
      ) strict;
      create index applications_newest on applications (tenant_id, created_at, id);

      create table tokens (
        tenant_id blob not null references tenants (id),
        id blob not null,
        type text not null,
        classification text not null,
        impact_level text not null,
        restriction_policy text not null,
        container text not null,
        metadata text,
        encryption text,
        mask text,
        fingerprint_expression text,
        search_indexes text,
        fingerprint blob,
        version integer not null,
        kek_version integer not null,
        wrapped_dek blob not null,
        sealed blob not null,
        cvc_kek_version integer,
        cvc_wrapped_dek blob,
        cvc_sealed blob,
        cvc_expires_at integer,
        expires_at integer,
        created_at integer not null,
        created_by blob,
        modified_at integer,
        modified_by blob,
        primary key (tenant_id, id)
      ) strict;
      create index tokens_newest on tokens (tenant_id, classification, impact_level, created_at, id);

      create table token_metadata (
        tenant_id blob not null,
        key text not null,
        value_lower text not null,
        token_id blob not null,
        primary key (tenant_id, key, value_lower, token_id),
        foreign key (tenant_id, token_id) references tokens (tenant_id, id) on delete cascade
      ) strict, without rowid;
      create index token_metadata_token on token_metadata (tenant_id, token_id);

      create table audit (
        n integer primary key autoincrement,
        tenant_id blob not null,
        actor_id blob,
        actor_type text not null,
        entity_type text not null,
        entity_id text not null,
        operation text not null,
        created_at integer not null,
        mac blob not null
      ) strict;
      create index audit_newest on audit (tenant_id, created_at, n);
    `,
};
