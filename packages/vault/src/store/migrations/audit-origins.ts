import type { Migration } from '../migrate.ts';

/** Rows that were written before have none of both, and their MACs stay as they are. Nobody knows when tables of BINs were imported that are there. */
export const auditOrigins: Migration = {
  id: 39,
  name: 'from where things were done, and what changes changed',
  sql: `
      alter table audit add column origin text;
      alter table audit add column changes text;
      -- With the trace id, so that what a request left is found without a look at each row.
      drop index audit_newest;
      insert into audited_agreements (proposal, step)
        select 'bins', 'edition ' || edition from bin_editions where state = 'done';
      create index audit_newest on audit (tenant_id, created_at, n, trace);
    `,
};
