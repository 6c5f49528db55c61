import type { Migration } from '../migrate.ts';

export const auditedAgreements: Migration = {
  id: 31,
  name: 'which steps of proposals of operators stand in audit logs',
  sql: `
      create table audited_agreements (
        proposal text not null,
        step text not null,
        primary key (proposal, step)
      ) strict;
    `,
};
