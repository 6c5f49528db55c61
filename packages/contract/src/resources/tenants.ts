import * as z from 'zod';
import { del, get, put } from '../route.ts';
import { audit, timestamp, uuid } from '../shared.ts';
import type { TokenType } from './token.ts';

const flag = z.union([z.boolean(), z.enum(['true', 'false'])]);

/** The settings of a tenant. Their values are strings in answers, because published clients of this API expect that. */
export const TenantSettings = z.object({
  deduplicate_tokens: z
    .enum(['true', 'false'])
    .optional()
    .describe('Whether creating a token that has the fingerprint of an existing one answers with the existing one.'),
});

/** The tenant that an API key belongs to. */
export const Tenant = z.object({
  id: uuid,
  owner_id: uuid,
  name: z.string(),
  settings: TenantSettings.optional(),
  ...audit,
});

/** The new name, and the complete new settings if they change. */
export const UpdateTenant = z.object({
  name: z.string().min(1).max(200),
  settings: z
    .object({ deduplicate_tokens: flag.transform((value) => (String(value) === 'true' ? 'true' : 'false')).optional() })
    .optional()
    .describe('Replaces all settings. Leave it out to keep them.'),
});

/** Counts of the tokens of one type. */
export const TokenMetrics = z.object({
  count: z.int().min(0),
  last_created_at: timestamp.optional(),
});

const metrics = TokenMetrics.optional();

/** Each type is declared by name, because the SDK renames declared keys here: `metricsByType.cardNumber`. */
const metricsByType = {
  token: metrics,
  card: metrics,
  bank: metrics,
  card_number: metrics,
  us_bank_account_number: metrics,
  us_bank_routing_number: metrics,
  social_security_number: metrics,
  employer_id_number: metrics,
  iban: metrics,
  uk_bank_sort_code: metrics,
  uk_bank_account_number: metrics,
  au_bank_bsb: metrics,
} satisfies Record<z.output<typeof TokenType>, typeof metrics>;

/** Counts of the tokens of a tenant. */
export const TokenReport = z.object({
  metrics_by_type: z.object(metricsByType),
  included_monthly_active_tokens: z
    .int()
    .min(0)
    .describe('How many monthly active tokens the plan includes, as the operator of the vault has set it.'),
  monthly_active_tokens: z
    .int()
    .min(0)
    .describe('How many tokens were created, read or updated in the current calendar month (UTC).'),
  total_tokens: z.int().min(0).describe('How many tokens there are.'),
});

/** The usage of a tenant, in the form of 2022 and in that of newer clients, which know the total alone. */
export const TenantUsageReport = z.object({
  token_report: TokenReport,
  total_tokens: z.int().min(0).describe('The same as `token_report.total_tokens`.'),
});

export const tenants = {
  retrieve: get('/tenants/self', {
    summary: 'Get the tenant of the API key',
    permission: 'tenant:read',
    response: Tenant,
  }),
  update: put('/tenants/self', {
    summary: 'Change the name and the settings of the tenant',
    permission: 'tenant:update',
    body: UpdateTenant,
    response: Tenant,
  }),
  delete: del('/tenants/self', {
    summary: 'Delete the tenant',
    description:
      'Destroys the encryption keys of the tenant: all of its data becomes unreadable for good, in backups of the data too, and its API keys stop working.',
    permission: 'tenant:delete',
  }),
  retrieveUsageReport: get('/tenants/self/reports/usage', {
    summary: 'Get the usage report of the tenant',
    permission: 'report:read',
    response: TenantUsageReport,
  }),
};
