import type { Migration } from './migrate.ts';

/** The data database. Times are milliseconds since the epoch, ids 16-byte UUIDs, JSON is text. */
export const migrations: readonly Migration[] = [
  {
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
  },
  {
    id: 2,
    name: 'idempotency answers, and what the sweeper looks for',
    sql: `
      create table idempotency (
        tenant_id blob not null references tenants (id),
        scope blob not null,
        request_mac blob not null,
        status integer not null,
        kek_version integer not null,
        wrapped_dek blob not null,
        sealed blob not null,
        expires_at integer not null,
        primary key (tenant_id, scope)
      ) strict;
      create index idempotency_expiry on idempotency (expires_at);

      create table idempotency_tokens (
        tenant_id blob not null,
        token_id blob not null,
        scope blob not null,
        primary key (tenant_id, token_id, scope),
        foreign key (tenant_id, scope) references idempotency (tenant_id, scope) on delete cascade
      ) strict;
      create index idempotency_tokens_scope on idempotency_tokens (tenant_id, scope);

      create index tokens_cvc on tokens (cvc_expires_at) where cvc_expires_at is not null;
      create index tokens_expiry on tokens (expires_at) where expires_at is not null;
    `,
  },
  {
    id: 3,
    name: 'what audit rows say of tokens, and their seals',
    sql: `
      alter table audit add column version integer;
      alter table audit add column digest blob;
      create index audit_writes on audit (tenant_id, entity_id, n) where operation <> 'read';

      create table audit_seals (
        tenant_id blob not null,
        seal integer not null,
        first_row integer not null,
        last_row integer not null,
        row_count integer not null,
        root blob not null,
        mac blob not null,
        created_at integer not null,
        primary key (tenant_id, seal)
      ) strict;
      create index audit_seals_last on audit_seals (last_row);
    `,
  },
  {
    id: 4,
    name: 'logs by what they are about',
    sql: `
      create index audit_entity on audit (tenant_id, entity_id, created_at, n);
      create index audit_type on audit (tenant_id, entity_type, created_at, n);
    `,
  },
  {
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
  },
  {
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
  },
  {
    id: 7,
    name: 'reactor formulas and reactors',
    sql: `
      create table reactor_formulas (
        tenant_id blob not null,
        id blob not null,
        name text not null,
        name_lower text not null,
        description text,
        source_token_type text not null,
        icon text,
        code text not null,
        configuration text not null,
        request_parameters text not null,
        uses integer not null,
        created_at integer not null,
        created_by blob,
        modified_at integer,
        modified_by blob,
        primary key (tenant_id, id)
      ) strict;
      create index reactor_formulas_newest on reactor_formulas (tenant_id, created_at, id);

      create table reactors (
        tenant_id blob not null references tenants (id),
        id blob not null,
        name text not null,
        name_lower text not null,
        formula_tenant_id blob not null,
        formula_id blob not null,
        version integer not null,
        kek_version integer not null,
        wrapped_dek blob not null,
        sealed blob not null,
        created_at integer not null,
        created_by blob,
        modified_at integer,
        modified_by blob,
        primary key (tenant_id, id),
        foreign key (formula_tenant_id, formula_id) references reactor_formulas (tenant_id, id)
      ) strict;
      create index reactors_newest on reactors (tenant_id, created_at, id);
      create index reactors_formula on reactors (formula_tenant_id, formula_id);
    `,
  },
  {
    id: 8,
    name: 'allowances of calls that processes share',
    sql: `
      create table rate_budgets (
        name blob not null primary key,
        spent_until integer not null
      ) strict;
    `,
  },
];
