import type { Migration } from '../migrate.ts';

export const formerKeys: Migration = {
  id: 16,
  name: 'keys that still work for a while after they were replaced',
  sql: `
      alter table applications add column former_key_hash blob;
      alter table applications add column former_key_ends_at integer;
      create unique index applications_former_key on applications (former_key_hash) where former_key_hash is not null;
    `,
};
