import type { Migration } from '../migrate.ts';

export const maskedForms: Migration = {
  id: 15,
  name: 'masked forms of tokens, sealed beside their values',
  sql: `
      alter table tokens add column masked_kek_version integer;
      alter table tokens add column masked_sealed blob;
    `,
};
