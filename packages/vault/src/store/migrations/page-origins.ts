import type { Migration } from '../migrate.ts';

export const pageOrigins: Migration = {
  id: 37,
  name: 'pages that administrators let embed fields',
  sql: `
      create table page_origins (
        id blob primary key,
        tenant_id blob not null references tenants (id),
        origin text not null unique,
        added_by blob not null,
        added_at integer not null,
        mac blob not null
      ) strict;
      create index page_origins_of_tenant on page_origins (tenant_id);
    `,
};
