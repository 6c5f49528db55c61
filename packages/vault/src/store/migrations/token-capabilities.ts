import type { Migration } from '../migrate.ts';

export const tokenCapabilities: Migration = {
  id: 6,
  name: 'aliases, search, duplicates, associations and counts of tokens',
  sql: `
      alter table tokens add column alias text;
      create unique index tokens_alias on tokens (tenant_id, alias) where alias is not null;
      create index tokens_fingerprint on tokens (tenant_id, fingerprint, created_at, id);
      create index tokens_container
        on tokens (tenant_id, classification, impact_level, container, created_at, id);
      drop index tokens_newest;
      create index tokens_newest
        on tokens (tenant_id, classification, impact_level, type, created_at, id, expires_at);

      alter table token_metadata rename to token_metadata_before;
      create table token_metadata (
        tenant_id blob not null,
        token_id blob not null,
        key text not null,
        value_lower text not null,
        value_start text not null,
        classification text not null,
        impact_level text not null,
        created_at integer not null,
        primary key (tenant_id, token_id, key),
        foreign key (tenant_id, token_id) references tokens (tenant_id, id) on delete cascade
      ) strict, without rowid;
      insert into token_metadata
        select m.tenant_id, m.token_id, m.key, m.value_lower, substr(m.value_lower, 1, 100),
          t.classification, t.impact_level, t.created_at
        from token_metadata_before m join tokens t on t.tenant_id = m.tenant_id and t.id = m.token_id;
      drop table token_metadata_before;
      create index token_metadata_newest
        on token_metadata (tenant_id, classification, impact_level, key, value_start, created_at, token_id);

      create table token_labels (
        tenant_id blob not null,
        token_id blob not null,
        label blob not null,
        classification text not null,
        impact_level text not null,
        created_at integer not null,
        primary key (tenant_id, token_id, label),
        foreign key (tenant_id, token_id) references tokens (tenant_id, id) on delete cascade
      ) strict, without rowid;
      create index token_labels_newest
        on token_labels (tenant_id, classification, impact_level, label, created_at, token_id);

      create table token_claims (
        tenant_id blob not null,
        fingerprint blob not null,
        token_id blob not null,
        primary key (tenant_id, fingerprint),
        foreign key (tenant_id, token_id) references tokens (tenant_id, id) on delete cascade
      ) strict, without rowid;
      create index token_claims_token on token_claims (tenant_id, token_id);

      create table token_associations (
        tenant_id blob not null,
        parent_id blob not null,
        child_id blob not null,
        child_created_at integer not null,
        primary key (tenant_id, parent_id, child_id),
        foreign key (tenant_id, parent_id) references tokens (tenant_id, id) on delete cascade,
        foreign key (tenant_id, child_id) references tokens (tenant_id, id) on delete cascade
      ) strict, without rowid;
      create index token_associations_newest
        on token_associations (tenant_id, parent_id, child_created_at, child_id);
      create index token_associations_child on token_associations (tenant_id, child_id);
    `,
};
