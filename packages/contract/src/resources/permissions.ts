import * as z from 'zod';
import { get } from '../route.ts';
import { ApplicationType } from './applications.ts';
import { HeldPermission } from './permission-names.ts';

/** A permission, and the types of application that may hold it. */
export const Permission = z.object({
  type: HeldPermission,
  description: z.string(),
  application_types: z.array(ApplicationType).describe('The types of application that may hold this permission.'),
});

export const permissions = {
  list: get('/permissions', {
    summary: 'List all permissions',
    description: 'Works with any valid API key. `application_type` keeps the permissions that this type may hold.',
    public: true,
    query: z.object({ application_type: ApplicationType.optional() }),
    response: z.array(Permission),
  }),
};
