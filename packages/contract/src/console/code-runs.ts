import * as z from 'zod';
import { post } from '../route.ts';
import { anyJson, recordOf, sentJson, uuid } from '../shared.ts';

/** A value of a configuration: what reactors and proxies take between them. */
const setting = z.union([z.string().max(10_000), z.number(), z.boolean()]);

/** Code and what it is tried with. Nothing of it is stored, and no token is read for it. */
export const CodeRun = z.object({
  kind: z
    .enum(['formula', 'transform'])
    .describe('`formula` for code of reactors and formulas, `transform` for code that a proxy puts messages through.'),
  code: z.string().min(1).max(50_000),
  args: sentJson.optional().describe('What a call would pass. References to tokens in it stay text.'),
  source_token: recordOf(z.string(), sentJson, 100)
    .optional()
    .describe('Of formulas: a made-up token, with `type` and `data`, or only the data.'),
  configuration: recordOf(z.string(), setting, 1000).default({}),
  requests: z.boolean().default(false).describe('Whether the code may send requests to other servers, for real.'),
  of: z
    .object({ type: z.enum(['reactor', 'reactor_formula', 'proxy']), id: uuid })
    .optional()
    .describe('What the code belongs to. The audit log then tells of the run under this id.'),
});

/** What code came to. */
export const CodeRunView = z.object({
  id: uuid,
  status: z.number().int().describe('The status that a call would be answered with.'),
  body: anyJson.describe('What a call would be answered with; of transforms, the message that goes on.'),
  thrown: z
    .object({ name: z.string(), message: z.string() })
    .nullable()
    .describe('What the code threw, in its own words, which calls are not answered with.'),
  spot: z
    .object({ line: z.number().int(), column: z.number().int() })
    .nullable()
    .describe('Where in the code that happened, counted from 1.'),
  console: z.array(z.string()).describe('What it wrote to its console: 100 lines of 1,000 characters at most.'),
  duration_ms: z.number().int(),
});

export const codeRuns = {
  create: post('/console/code-runs', {
    summary: 'Run code with test data, behind the walls of reactors',
    description:
      'The limits are those of reactors. Whoever runs it sees what it gives back and writes to its console. It cannot use the vault.',
    body: CodeRun,
    response: CodeRunView,
    permission: 'code:run',
  }),
};
