import type { Migration } from '../migrate.ts';

export const operatorApprovals: Migration = {
  id: 32,
  name: 'what two operators do together',
  sql: `
      create table operator_approvals (
        id blob primary key,
        tenant_id blob not null references tenants (id),
        act text not null,
        subject text not null,
        reason text not null,
        asked_by blob not null,
        asked_at integer not null,
        expires_at integer not null,
        decision text,
        decided_by blob,
        decided_at integer,
        done_at integer,
        mac blob not null
      ) strict;
      create index operator_approvals_of_tenant on operator_approvals (tenant_id, asked_at, id);
    `,
};
