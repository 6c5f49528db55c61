import type { Migration } from '../migrate.ts';

export const ownCode: Migration = {
  id: 20,
  name: 'reactors with code of their own',
  sql: `
      alter table reactor_formulas add column reactor_id blob;
    `,
};
