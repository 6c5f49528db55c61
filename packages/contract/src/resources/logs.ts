import * as z from 'zod';
import { get } from '../route.ts';
import { pageOf, pageQuery, timeInQuery, timestamp, uuid } from '../shared.ts';

/** What logs are about. Tokens of the types `card` and `bank` go by these names. */
export const EntityType = z.enum([
  'application',
  'bank',
  'card',
  'reactor',
  'reactor_formula',
  'session',
  'tenant',
  'token',
]);

export const Log = z.object({
  tenant_id: uuid,
  actor_id: uuid.optional().describe('The application that did it; none where the vault itself did.'),
  actor_type: z.string(),
  entity_type: z.string(),
  entity_id: z.string(),
  operation: z.string(),
  message: z.string(),
  created_at: timestamp,
});

export const LogEntityType = z.object({ display_name: z.string(), value: EntityType });

export const logs = {
  list: get('/logs', {
    summary: 'List what was done',
    description:
      'Newest first; one entry for each token that an answer showed. A total above 10,000 is told as 10,000, with the header ' +
      '`BT-TOTAL: at-least`.',
    permission: 'log:read',
    query: z.object({
      entity_type: EntityType.optional(),
      entity_id: z.string().max(400).optional(),
      start_date: timeInQuery.optional().describe('Entries from this time on. Without an offset it is UTC.'),
      end_date: timeInQuery.optional().describe('Entries before this time.'),
      ...pageQuery,
    }),
    response: pageOf(Log),
  }),
  listEntityTypes: get('/logs/entity-types', {
    summary: 'List what logs can be about',
    permission: 'log:read',
    response: z.array(LogEntityType),
  }),
};
