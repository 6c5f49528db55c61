import type { Migration } from '../migrate.ts';

export const tenantQuotas: Migration = {
  id: 17,
  name: 'what a tenant may store in a day, where the operator gave it a quota of its own',
  sql: `
      alter table tenants add column tokens_a_day integer;
      alter table tenants add column bytes_a_day integer;
    `,
};
