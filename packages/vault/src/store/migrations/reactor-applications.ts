import type { Migration } from '../migrate.ts';

export const reactorApplications: Migration = {
  id: 27,
  name: 'applications as which reactors use the vault',
  sql: `
      alter table reactors add column application_id blob;
    `,
};
