import * as z from 'zod';
import { get } from '../route.ts';
import { timestamp, uuid } from '../shared.ts';

/** A version of a tenant's key-encryption key. */
export const keyVersion = {
  version: z.number().int(),
  state: z
    .enum(['pending', 'active', 'old'])
    .describe('`pending` is not used yet, `active` seals, `old` opens what it sealed before.'),
  created_at: timestamp,
  active_at: timestamp,
};

/** What is done with data, as the audit log names it. */
const Operation = z.enum(['create', 'read', 'update', 'delete', 'use', 'convert', 'expire']);

const Warning = z.object({
  kind: z.enum([
    'store-failing',
    'root-key-unreachable',
    'root-key-due',
    'root-key-overdue',
    'tenant-key-due',
    'tenant-key-overdue',
    'old-key-versions',
    'audit-unsealed',
  ]),
  urgent: z.boolean().describe('Whether something fails already, or will within hours.'),
  message: z.string().describe('A sentence in English, with what to do.'),
});

/** How a tenant's part of the vault is doing. */
export const OverviewView = z.object({
  tenant_id: uuid,
  store: z.enum(['ready', 'failing']).describe('Whether the store keeps what it is given.'),
  root_key: z.object({
    status: z.enum(['reachable', 'unreachable']),
    until: timestamp.nullable().describe('When the vault seals itself, unless the root key can be used again before.'),
  }),
  tokens: z.object({
    total: z.number().int(),
    by_type: z
      .array(z.object({ type: z.string(), count: z.number().int(), last_created_at: timestamp.nullable() }))
      .describe('The most frequent first.'),
    active_this_month: z.number().int().describe('Tokens that were made, read or changed in the current month of UTC.'),
    included: z
      .number()
      .int()
      .describe('How many of these the plan includes, as `serve --included-tokens` says; 0 for no plan.'),
  }),
  calls: z
    .array(
      z.object({
        start: timestamp,
        answered: z.number().int().describe('All calls, the others among them.'),
        refused: z.number().int().describe('Those that were answered with a status from 400 to 499.'),
        failed: z.number().int().describe('Those that were answered with a status of 500 or more.'),
      }),
    )
    .describe(
      'Calls to the API in each hour of the last day, by keys of the tenant and operators. The oldest hour first; hours without a call are left out. They are counted to within ten seconds.',
    ),
  activity: z.object({
    from: timestamp.describe(
      'Entries of the audit log from this time on are counted: of the last day, or the newest of them.',
    ),
    hours: z
      .array(z.object({ start: timestamp, operations: z.partialRecord(Operation, z.number().int()) }))
      .describe('The oldest first; hours without an entry are left out.'),
  }),
  audit: z.object({
    seal: z.number().int().nullable().describe('The number of the newest seal; null before the first.'),
    sealed_at: timestamp.nullable(),
    unsealed_since: timestamp.nullable().describe('When the oldest entry was made that no seal covers; null without.'),
  }),
  key_versions: z.array(z.object(keyVersion)).describe('The newest first.'),
  warnings: z.array(Warning).describe('What needs somebody, urgent things first.'),
});

export const overview = {
  retrieve: get('/console/overview', {
    summary: 'Say how a tenant is doing',
    response: OverviewView,
    permission: 'overview:read',
  }),
};
