import * as z from 'zod';
import { get } from '../route.ts';
import { ApplicationType } from './applications.ts';

export const Permission = z.object({
  type: z.string().describe('The name by which applications hold it.'),
  description: z.string(),
  application_types: z.array(ApplicationType).describe('The types of application that may hold it.'),
});

export const permissions = {
  list: get('/permissions', {
    summary: 'List the permissions an application can hold',
    public: true,
    query: z.object({ application_type: ApplicationType.optional() }),
    response: z.array(Permission),
  }),
};
