import * as z from 'zod';
import { get } from '../route.ts';
import { timestamp } from '../shared.ts';

export const ReactorFailures = z.object({
  data: z
    .array(
      z.object({
        failed_at: timestamp,
        status: z.number().int().describe('What the caller was answered.'),
        type: z.string(),
        detail: z
          .string()
          .describe('A sentence of the vault, with the place in the code where there is one; never a value.'),
        trace_id: z.string().describe('By which the log of the vault knows the call.'),
      }),
    )
    .describe('The newest 20.'),
});

export const reactors = {
  failures: get('/console/reactors/{id}/failures', {
    summary: 'List the last failed runs of a reactor',
    response: ReactorFailures,
    permission: 'code:run',
  }),
};
