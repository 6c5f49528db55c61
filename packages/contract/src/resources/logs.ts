import * as z from 'zod';
import { get } from '../route.ts';
import { pageOf, pageQuery, timeInQuery, timestamp, uuid } from '../shared.ts';

/** The kinds of objects in the audit log. Tokens of type `card` or `bank` have a kind of their own; all others are `token`. */
export const EntityType = z.enum([
  'application',
  'application_key',
  'approval',
  'backup',
  'bank',
  'bin_table',
  'card',
  'client_key',
  'code_run',
  'key_operator',
  'key_proposal',
  'key_rewrap',
  'key_version',
  'operator',
  'operator_identity',
  'operator_passkey',
  'operator_session',
  'page_origin',
  'proxy',
  'reactor',
  'reactor_formula',
  'session',
  'tenant',
  'token',
  'token_intent',
  'webhook',
]);

/** A property that an update changed. */
export const LogChange = z.object({
  property: z.string(),
  removed: z
    .array(z.string())
    .optional()
    .describe('What it had and has no more. Present with `added` where values are no secret, such as permissions.'),
  added: z.array(z.string()).optional().describe('What it has now and had not.'),
});

/** An entry of the audit log: who did what to which object, and when. */
export const Log = z.object({
  id: uuid.describe('The id of the entry. An event that a webhook gets about it has the same id.'),
  tenant_id: uuid,
  actor_id: uuid
    .optional()
    .describe(
      'The id of the application that made the call, or of the operator who did it in the console. Absent when the vault acted by ' +
        'itself, for instance on expiry.',
    ),
  actor_type: z
    .string()
    .describe('`application`, `user` for an operator of the console, or `system` for the vault itself.'),
  entity_type: z.string(),
  entity_id: z.string(),
  operation: z.string(),
  message: z
    .string()
    .describe('What was done, in words. Of a token that was read, it says so where only masked values were shown.'),
  reason: z
    .string()
    .optional()
    .describe(
      'Why, in the words of the operator. Present where the console asks for a reason, as it does before it shows a value. Of a `code_run`, ' +
        'the digest of the code; of a `page_origin`, the page.',
    ),
  created_at: timestamp,
  origin: z
    .string()
    .optional()
    .describe(
      'From where, with `details`: the address of the caller, or the command. Of calls with keys that stand in pages, the network alone. ' +
        'Absent where the vault acted by itself, and in entries that are older than this property.',
    ),
  trace_id: z
    .string()
    .optional()
    .describe(
      'The trace id of the request, with `details`. The line of the request in the log of the vault has the same.',
    ),
  changes: z.array(LogChange).optional().describe('What an update changed, with `details`.'),
});

/** A kind of object that the audit log can be filtered by. */
export const LogEntityType = z.object({ display_name: z.string(), value: EntityType });

export const logs = {
  list: get('/logs', {
    summary: 'List audit log entries',
    description:
      'Newest first. A call whose answer showed several tokens has one entry for each. `total_items` is exact up to 10,000; ' +
      'above that it is 10,000 and the answer carries the header `BT-TOTAL: at-least`. To read whole logs, go on with ' +
      '`pagination.next` until there is none: each page then costs the same, and no entry comes twice when new ones are made ' +
      'meanwhile. Pages by number end after 2,000,000 entries.',
    permission: 'log:read',
    query: z.object({
      entity_type: EntityType.optional(),
      entity_id: z.string().max(400).optional(),
      start_date: timeInQuery
        .optional()
        .describe('Only entries made at or after this time. A time without an offset is UTC.'),
      end_date: timeInQuery.optional().describe('Only entries made before this time.'),
      trace_id: z
        .string()
        .min(1)
        .max(128)
        .optional()
        .describe(
          'Only entries that the request with this trace id left. An id that the vault has drawn tells when that was, so entries of the ' +
            'hour behind it are found; of others, and later ones, say the time with `start_date` and `end_date`.',
        ),
      details: z
        .enum(['true', 'false'])
        .optional()
        .describe(
          'Whether entries say from where something was done, under which trace id, and what an update changed.',
        ),
      ...pageQuery,
      size: z.coerce
        .number<number>()
        .int()
        .min(1)
        .max(5000)
        .default(20)
        .describe('The number of entries per page, at most.'),
      start: z
        .string()
        .min(1)
        .max(500)
        .optional()
        .describe(
          'The `pagination.next` of the page before. With it, `page` is ignored. It belongs to one API key and to one list, so the ' +
            'other filters have to stay the same.',
        ),
    }),
    response: pageOf(Log),
  }),
  listEntityTypes: get('/logs/entity-types', {
    summary: 'List the kinds of objects in the audit log',
    permission: 'log:read',
    response: z.array(LogEntityType),
  }),
};
