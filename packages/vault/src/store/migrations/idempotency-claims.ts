import type { Migration } from '../migrate.ts';

export const idempotencyClaims: Migration = {
  id: 11,
  name: 'requests with effects outside of the vault, claimed before they begin',
  sql: `
      create table idempotency_claims (
        tenant_id blob not null references tenants (id),
        scope blob not null,
        claimed_at integer not null,
        primary key (tenant_id, scope)
      ) strict;
      create index idempotency_claims_age on idempotency_claims (claimed_at);
    `,
};
