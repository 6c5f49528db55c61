import type { Migration } from '../migrate.ts';

export const operatorReveals: Migration = {
  id: 30,
  name: 'values shown to operators',
  sql: `
      alter table audit add column reason text;

      create table operator_reveals (
        id blob primary key,
        tenant_id blob not null references tenants (id),
        session_id blob not null references operator_sessions (id) on delete cascade,
        operator_id blob not null references operators (id) on delete cascade,
        token_id blob not null,
        page text not null,
        reason text not null,
        nonce text,
        expires_at integer not null,
        mac blob not null
      ) strict;
      create index operator_reveals_of_session on operator_reveals (session_id);
      create index operator_reveals_of_operator on operator_reveals (operator_id);
      create index operator_reveals_of_tenant on operator_reveals (tenant_id);
    `,
};
