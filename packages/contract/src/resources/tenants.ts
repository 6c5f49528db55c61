import * as z from 'zod';
import { del, get, put } from '../route.ts';
import { audit, timestamp, uuid } from '../shared.ts';
import type { TokenType } from './tokens.ts';

const flag = z.union([z.boolean(), z.enum(['true', 'false'])]);

/** What a tenant can choose; answered as text, as the published clients have it. */
export const TenantSettings = z.object({
  deduplicate_tokens: z
    .enum(['true', 'false'])
    .optional()
    .describe('Whether a token that is created takes the place of one with its fingerprint.'),
});

export const Tenant = z.object({
  id: uuid,
  owner_id: uuid,
  name: z.string(),
  settings: TenantSettings.optional(),
  ...audit,
});

export const UpdateTenant = z.object({
  name: z.string().min(1).max(200),
  settings: z
    .object({ deduplicate_tokens: flag.transform((value) => (String(value) === 'true' ? 'true' : 'false')).optional() })
    .optional()
    .describe('Settings stay as they are when this is left out, and are replaced as a whole by it.'),
});

export const TokenMetrics = z.object({
  count: z.int().min(0),
  last_created_at: timestamp.optional(),
});

const metrics = TokenMetrics.optional();

/** Declared name by name, because the SDK renames the types of tokens here: `metricsByType.cardNumber`. */
const metricsByType = {
  token: metrics,
  card: metrics,
  bank: metrics,
  card_number: metrics,
  us_bank_account_number: metrics,
  us_bank_routing_number: metrics,
  social_security_number: metrics,
  employer_id_number: metrics,
} satisfies Record<z.output<typeof TokenType>, typeof metrics>;

export const TokenReport = z.object({
  metrics_by_type: z.object(metricsByType),
  included_monthly_active_tokens: z.int().min(0),
  monthly_active_tokens: z.int().min(0).describe('Tokens created, read or updated in this month of UTC.'),
});

export const TenantUsageReport = z.object({ token_report: TokenReport });

export const tenants = {
  retrieve: get('/tenants/self', { summary: 'Get the tenant of the key', permission: 'tenant:read', response: Tenant }),
  update: put('/tenants/self', {
    summary: 'Change the name and the settings of the tenant',
    permission: 'tenant:update',
    body: UpdateTenant,
    response: Tenant,
  }),
  delete: del('/tenants/self', {
    summary: 'Delete the tenant',
    description:
      'Its keys are destroyed: all its data is unreadable for good, in every backup too, and no API key works.',
    permission: 'tenant:delete',
  }),
  retrieveUsageReport: get('/tenants/self/reports/usage', {
    summary: 'Count the tokens of the tenant',
    permission: 'report:read',
    response: TenantUsageReport,
  }),
};
