import * as z from 'zod';
import { del, get, post } from '../route.ts';
import { timeInQuery, timestamp, uuid } from '../shared.ts';

/** An API key of an application, without its secret unless it was just made. */
export const ApplicationKey = z.object({
  id: uuid,
  key: z.string().optional().describe('The API key. Only the answer to creating it holds it.'),
  version: z.string().describe('The version of the application that the key came with. A higher one is a younger key.'),
  expires_at: timestamp.optional().describe('When the key stops working. Without it, it works until it is deleted.'),
  last_used_at: timestamp
    .optional()
    .describe('When a call was last made with the key, to within ten seconds. Without it, none was.'),
  created_by: uuid.optional(),
  created_at: timestamp.optional(),
});

export const applicationKeys = {
  create: post('/applications/{id}/keys', {
    summary: 'Create another API key of an application',
    description:
      'The keys that the application has keep working, so a key is replaced without a gap: create one, put it in place, delete ' +
      'the old one. An application has at most three keys. Keep the `key` of the answer: it is never shown again.',
    permission: 'application:create',
    query: z.object({
      expires_at: timeInQuery.optional().describe('When the key stops working. A time without an offset is UTC.'),
    }),
    response: ApplicationKey,
    status: 201,
  }),
  list: get('/applications/{id}/keys', {
    summary: 'List the API keys of an application',
    description: 'Newest first, without their secrets. Keys that have expired are not listed.',
    permission: 'application:read',
    response: z.array(ApplicationKey),
  }),
  retrieve: get('/applications/{id}/keys/{key_id}', {
    summary: 'Get an API key of an application, without its secret',
    permission: 'application:read',
    response: ApplicationKey,
  }),
  delete: del('/applications/{id}/keys/{key_id}', {
    summary: 'Delete an API key of an application',
    description:
      'It stops working at once, and so do sessions that it has opened or authorized. The other keys of the application keep working.',
    permission: 'application:delete',
  }),
};
