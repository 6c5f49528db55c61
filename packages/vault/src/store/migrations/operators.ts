import type { Migration } from '../migrate.ts';

export const operators: Migration = {
  id: 28,
  name: 'operators of the console',
  sql: `
      create table operators (
        id blob primary key,
        tenant_id blob references tenants (id),
        name text not null,
        role text not null,
        created_at integer not null,
        created_by blob,
        revoked_at integer,
        mac blob not null
      ) strict;
      create index operators_of_tenant on operators (tenant_id);

      create table operator_links (
        digest blob primary key,
        operator_id blob not null references operators (id) on delete cascade,
        expires_at integer not null,
        mac blob not null
      ) strict;
      create index operator_links_of on operator_links (operator_id);

      create table operator_passkeys (
        id blob primary key,
        operator_id blob not null references operators (id) on delete cascade,
        credential_id blob not null unique,
        public_key blob not null,
        counter integer not null,
        transports text not null,
        name text not null,
        synced integer not null,
        created_at integer not null,
        used_at integer,
        mac blob not null
      ) strict;
      create index operator_passkeys_of on operator_passkeys (operator_id);

      create table operator_sessions (
        id blob primary key,
        operator_id blob not null references operators (id) on delete cascade,
        passkey_id blob not null references operator_passkeys (id) on delete cascade,
        digest blob not null unique,
        network text not null,
        created_at integer not null,
        used_at integer not null,
        ends_at integer not null,
        mac blob not null
      ) strict;
      create index operator_sessions_of on operator_sessions (operator_id);

      create table operator_challenges (
        digest blob primary key,
        expires_at integer not null
      ) strict;
    `,
};
