import type { Migration } from '../migrate.ts';

export const rateBudgets: Migration = {
  id: 8,
  name: 'allowances of calls that processes share',
  sql: `
      create table rate_budgets (
        name blob not null primary key,
        spent_until integer not null
      ) strict;
    `,
};
