import * as z from 'zod';
import { del, get, post, put } from '../route.ts';
import { audit, pageOf, pageQuery, repeated, uuid } from '../shared.ts';

export const ApplicationType = z.enum(['server_to_server', 'public', 'elements', 'management']);

export const Application = z.object({
  id: uuid,
  tenant_id: uuid,
  name: z.string(),
  key: z.string().optional().describe('The API key. It is shown once, when it is made.'),
  type: ApplicationType,
  permissions: z.array(z.string()),
  ...audit,
});

export const UpdateApplication = z.object({
  name: z.string().min(1).max(200),
  permissions: z.array(z.string().max(100)).max(100).default([]),
});

export const CreateApplication = UpdateApplication.extend({ type: ApplicationType });

export const applications = {
  create: post('/applications', {
    summary: 'Create an application',
    description: 'The answer is the only one that shows the API key, apart from that of regenerating it.',
    permission: 'application:create',
    body: CreateApplication,
    response: Application,
    status: 201,
  }),
  list: get('/applications', {
    summary: 'List applications',
    permission: 'application:read',
    query: z.object({ id: repeated(z.string().max(100)).optional(), ...pageQuery }),
    response: pageOf(Application),
  }),
  retrieve: get('/applications/{id}', {
    summary: 'Get an application',
    permission: 'application:read',
    response: Application,
  }),
  retrieveByKey: get('/applications/key', {
    summary: 'Get the application whose key makes the call',
    public: true,
    response: Application,
  }),
  update: put('/applications/{id}', {
    summary: 'Change the name and the permissions of an application',
    description: 'Permissions that are not named are taken away. The type of an application never changes.',
    permission: 'application:update',
    body: UpdateApplication,
    response: Application,
  }),
  regenerateKey: post('/applications/{id}/regenerate', {
    summary: 'Replace the API key of an application',
    description: 'The key before it stops working at once.',
    permission: 'application:update',
    response: Application,
    status: 201,
  }),
  delete: del('/applications/{id}', {
    summary: 'Delete an application',
    description: 'Its key stops working at once.',
    permission: 'application:delete',
  }),
};
