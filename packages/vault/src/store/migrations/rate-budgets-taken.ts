import type { Migration } from '../migrate.ts';

export const rateBudgetsTaken: Migration = {
  id: 38,
  name: 'when shared allowances were last taken from, by the clock that took',
  sql: `
      alter table rate_budgets add column taken_at integer not null default 0;
    `,
};
