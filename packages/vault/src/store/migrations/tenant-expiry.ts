import type { Migration } from '../migrate.ts';

export const tenantExpiry: Migration = {
  id: 12,
  name: 'the tokens of a tenant that end, which totals leave out',
  sql: `
      create index tokens_tenant_expiry on tokens (tenant_id, expires_at, classification, impact_level, type)
        where expires_at is not null;
    `,
};
