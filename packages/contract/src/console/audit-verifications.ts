import * as z from 'zod';
import { get, post } from '../route.ts';
import { timestamp, uuid } from '../shared.ts';

/** Something that is not as it was written. Never a value. */
const Finding = z.object({
  kind: z.string().describe('A word of `audit verify --json`, such as `rows-removed`.'),
  row: z.number().int().optional().describe('The number of an audit row.'),
  seal: z.number().int().optional(),
  token_id: z.string().optional(),
  message: z.string(),
});

/** A verification of a tenant's audit log. */
export const VerificationView = z.object({
  id: uuid,
  tenant_id: uuid,
  state: z.enum(['running', 'done', 'failed']),
  started_by: uuid.describe('The id of the operator.'),
  started_at: timestamp,
  ended_at: timestamp.nullable(),
  progress: z
    .object({ what: z.enum(['audit rows', 'tokens']), done: z.number().int(), total: z.number().int() })
    .nullable()
    .describe('How far it is; null before the first rows were looked at.'),
  result: z
    .object({
      rows: z.number().int().describe('Audit rows that were looked at.'),
      seals: z.number().int(),
      unsealed: z.number().int().describe('Rows that the next seal will cover.'),
      tokens: z.number().int(),
      findings_total: z.number().int(),
      findings: z.array(Finding).describe('The first 1,000.'),
    })
    .nullable()
    .describe('Null unless it is done.'),
});

export const auditVerifications = {
  create: post('/console/audit-verifications', {
    summary: 'Begin to verify the audit log of a tenant',
    response: z.object({ id: uuid }),
    status: 201,
    permission: 'audit:verify',
  }),
  list: get('/console/audit-verifications', {
    summary: 'List the verifications of a tenant that this process remembers, the newest first',
    response: z.object({ data: z.array(VerificationView) }),
    permission: 'audit:verify',
  }),
  retrieve: get('/console/audit-verifications/{id}', {
    summary: 'Say how far a verification is, and what it found',
    response: VerificationView,
    permission: 'audit:verify',
  }),
};
