import * as z from 'zod';
import { del, get, post } from '../route.ts';
import { timestamp, uuid } from '../shared.ts';

/** Moving what is encrypted under older versions of a tenant's key to the one in use. */
export const RewrapView = z.object({
  id: uuid,
  tenant_id: uuid,
  state: z.enum(['running', 'done', 'stopped', 'failed']),
  started_by: uuid.describe('The id of the operator.'),
  started_at: timestamp,
  ended_at: timestamp.nullable(),
  progress: z
    .object({ done: z.number().int(), total: z.number().int() })
    .nullable()
    .describe('How many values of how many were looked after; null before they were counted.'),
  failed: z
    .number()
    .int()
    .describe('Values that do not open under the version they name. Verifying the audit log says which.'),
});

export const keyRewraps = {
  create: post('/console/key-rewraps', {
    summary: 'Begin to move what older versions of the key of a tenant encrypt to the one in use',
    description: 'It goes on when the page is closed and after a restart of the vault.',
    response: z.object({ id: uuid }),
    status: 201,
    permission: 'keys:manage',
  }),
  list: get('/console/key-rewraps', {
    summary: 'List the rewraps of a tenant of the last 30 days, the newest first',
    response: z.object({ data: z.array(RewrapView).describe('At most 20.') }),
    permission: 'keys:inspect',
  }),
  stop: del('/console/key-rewraps/{id}', {
    summary: 'Stop a rewrap',
    description: 'What was moved stays moved, and the next one goes on there.',
    permission: 'keys:manage',
  }),
};
