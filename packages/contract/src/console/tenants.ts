import * as z from 'zod';
import { get, post, put } from '../route.ts';
import { storedText, timestamp, uuid } from '../shared.ts';

const tenantName = storedText.trim().min(1).max(200);

/** What a tenant may store in a day; null for what holds for every tenant. */
const quota = {
  tokens_a_day: z
    .number()
    .int()
    .min(1)
    .max(1_000_000_000)
    .nullable()
    .describe('Null for what `serve` lets all tenants store.'),
  megabytes_a_day: z
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .nullable()
    .describe('Null for what `serve` lets all tenants store.'),
};

/** A tenant as those see it who run the vault. */
export const TenantView = z.object({
  id: uuid,
  name: z.string(),
  test_mode: z.boolean().describe('Whether it takes documented test data only. That never changes.'),
  deduplicate_tokens: z.boolean().describe('Whether creating a token that is there already answers with that one.'),
  ...{ tokens_a_day: z.number().int().nullable(), megabytes_a_day: z.number().nullable() },
  tokens: z.number().int(),
  active_this_month: z.number().int().describe('Tokens that were made, read or changed in the current month of UTC.'),
  applications: z.number().int(),
  created_at: timestamp,
});

export const tenants = {
  list: get('/console/tenants', {
    summary: 'List the tenants in scope',
    response: z.object({
      data: z.array(TenantView).describe('By name, at most 1,000.'),
      may_create: z
        .boolean()
        .describe('Whether the operator may make tenants and change quotas: people of one tenant may not.'),
      pinned: z
        .boolean()
        .describe(
          'Whether each allowed page names its tenant. Where one does not, its fields stop working with a second tenant.',
        ),
    }),
    permission: 'tenants:manage',
  }),
  create: post('/console/tenants', {
    summary: 'Make a tenant and its management key',
    description: 'The key is shown only here.',
    body: z.object({
      name: tenantName,
      test_mode: z.boolean().default(false),
      ...quota,
      stop_unpinned_pages: z
        .boolean()
        .default(false)
        .describe('Go on although fields stop working on pages whose tenant is not named.'),
    }),
    response: z.object({ tenant: TenantView, application_id: uuid, key: z.string() }),
    status: 201,
    permission: 'tenants:manage',
  }),
  setQuota: put('/console/tenants/{id}/quota', {
    summary: 'Change what a tenant may store in a day',
    body: z.object(quota),
    response: TenantView,
    permission: 'tenants:manage',
  }),
};
