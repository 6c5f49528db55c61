import type { Migration } from '../migrate.ts';

/*
 * A session may begin with a passkey or with an account at an OpenID provider. Sessions that there are end: their seals say nothing of
 * that.
 */
export const operatorIdentities: Migration = {
  id: 36,
  name: 'accounts of operators at OpenID providers',
  sql: `
      create table operator_identities (
        id blob primary key,
        operator_id blob not null references operators (id) on delete cascade,
        issuer text not null,
        subject text not null,
        name text not null,
        created_at integer not null,
        used_at integer,
        mac blob not null,
        unique (issuer, subject)
      ) strict;
      create index operator_identities_of on operator_identities (operator_id);

      delete from operator_sessions;
      alter table operator_sessions drop column passkey_id;
      alter table operator_sessions add column passkey_id blob references operator_passkeys (id) on delete cascade;
      alter table operator_sessions add column identity_id blob references operator_identities (id) on delete cascade;
      alter table operator_sessions add column proved_at integer;
    `,
};
