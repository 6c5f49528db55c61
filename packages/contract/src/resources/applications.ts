import * as z from 'zod';
import { del, get, post, put } from '../route.ts';
import { audit, ids, pageOf, pageQuery, repeated, start, time, timestamp, uuid } from '../shared.ts';
import { AccessRule, AskedRule } from './access-rules.ts';
import { ApplicationKey } from './application-keys.ts';
import { AskedPermission, HeldPermission } from './permission-names.ts';

/** What an application is for. The type decides which permissions it may hold; it never changes. */
export const ApplicationType = z.enum(['private', 'server_to_server', 'public', 'elements', 'management']);

/** An API key and what it may do. */
export const Application = z.object({
  id: uuid,
  tenant_id: uuid,
  name: z.string(),
  key: z
    .string()
    .optional()
    .describe('The API key. Only the answers to creating the application and to regenerating its key hold it.'),
  keys: z
    .array(ApplicationKey)
    .optional()
    .describe('Its keys that work, newest first, without their secrets. Absent where a key asks about itself.'),
  type: ApplicationType,
  permissions: z.array(HeldPermission).describe('What the keys may do, where no rules say it.'),
  rules: z.array(AccessRule).optional().describe('What the keys may do with tokens, in place of permissions.'),
  warnings: z
    .array(z.string())
    .optional()
    .describe('What is probably not meant in the rules, such as a rule that another one always comes before.'),
  expires_at: timestamp.optional().describe('When all its keys stop working.'),
  ...audit,
});

/** The new name and the complete new list of permissions. */
export const UpdateApplication = z.object({
  name: z.string().min(1).max(200),
  permissions: z
    .array(AskedPermission)
    .max(100)
    .default([])
    .describe('Names from `GET /permissions` that this type of application may hold.'),
  rules: z
    .array(AskedRule)
    .max(50)
    .optional()
    .describe('What the keys may do with tokens, by container. Send either `permissions` or `rules`.'),
});

/** A new application: its name, its type and its permissions. */
export const CreateApplication = UpdateApplication.extend({
  type: ApplicationType,
  create_key: z.boolean().default(true).describe('Whether the application gets a key. Without one, make keys later.'),
  expires_at: time.optional().describe('When all keys of the application stop working. It cannot be moved later.'),
});

export const applications = {
  create: post('/applications', {
    summary: 'Create an application',
    description:
      'Keep the `key` of the answer: it is never shown again. A lost key can only be replaced, by regenerating it.',
    permission: 'application:create',
    body: CreateApplication,
    response: Application,
    status: 201,
  }),
  list: get('/applications', {
    summary: 'List applications',
    permission: 'application:read',
    query: z.object({
      id: ids,
      type: repeated(ApplicationType).optional(),
      start,
      ...pageQuery,
    }),
    response: pageOf(Application),
  }),
  retrieve: get('/applications/{id}', {
    summary: 'Get an application',
    permission: 'application:read',
    response: Application,
  }),
  retrieveByKey: get('/applications/key', {
    summary: 'Get the application of the API key that makes the call',
    public: true,
    response: Application,
  }),
  update: put('/applications/{id}', {
    summary: 'Change the name and what the keys of an application may do',
    description:
      'The lists of permissions and rules are replaced as a whole. The type of an application never changes.',
    permission: 'application:update',
    body: UpdateApplication,
    response: Application,
  }),
  regenerateKey: post('/applications/{id}/regenerate', {
    summary: 'Replace the API keys of an application by a new one',
    description: 'The old keys stop working at once, all of them. The answer holds the new one.',
    permission: 'application:update',
    response: Application,
    status: 201,
  }),
  delete: del('/applications/{id}', {
    summary: 'Delete an application',
    description: 'Its API keys stop working at once. Tokens that it created stay.',
    permission: 'application:delete',
  }),
};
