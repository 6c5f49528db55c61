import type { Migration } from '../migrate.ts';

export const idempotency: Migration = {
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
};
