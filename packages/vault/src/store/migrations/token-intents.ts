import type { Migration } from '../migrate.ts';

export const tokenIntents: Migration = {
  id: 19,
  name: 'token intents',
  sql: `
      create table token_intents (
        tenant_id blob not null references tenants (id),
        id blob not null,
        type text not null,
        fingerprint blob not null,
        kek_version integer not null,
        wrapped_dek blob not null,
        sealed blob not null,
        cvc_kek_version integer,
        cvc_wrapped_dek blob,
        cvc_sealed blob,
        cvc_expires_at integer,
        created_at integer not null,
        created_by blob,
        expires_at integer not null,
        primary key (tenant_id, id)
      ) strict;
      create index token_intents_expiry on token_intents (expires_at);
      create index token_intents_cvc on token_intents (cvc_expires_at) where cvc_expires_at is not null;
    `,
};
