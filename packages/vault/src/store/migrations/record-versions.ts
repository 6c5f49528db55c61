import type { Migration } from '../migrate.ts';

export const recordVersions: Migration = {
  id: 14,
  name: 'versions of what decides who may do what, which the audit tells of',
  sql: `
      alter table tenants add column version integer not null default 1;
      alter table applications add column version integer not null default 1;
      alter table reactor_formulas add column version integer not null default 1;
    `,
};
