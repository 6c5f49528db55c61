import * as z from 'zod';
import { del, get, patch, post, put } from '../route.ts';
import {
  anyJson,
  audit,
  ids,
  Metadata,
  nameSearch,
  pageOf,
  pageQuery,
  recordOf,
  sentJson,
  start,
  uuid,
} from '../shared.ts';
import { ReactorFormula } from './reactor-formulas.ts';
import { TokenType } from './token.ts';

/** Values for the settings that a formula declares, by the names of the settings. */
const Configuration = recordOf(z.string(), z.union([z.string().max(10_000), z.number(), z.boolean()]), 1000);

const code = z.string().min(1).max(50_000);

const ApplicationOfCode = z.object({ id: uuid });

const acting =
  'The application as which code of the reactor may use the vault: `bt` in its argument. Not one of type `management`.';

/** A formula, or code of its own, together with a configuration, ready to run. */
export const Reactor = z.object({
  id: uuid,
  tenant_id: uuid,
  name: z.string(),
  formula: ReactorFormula.optional().describe('Absent where the reactor has code of its own.'),
  code: z.string().optional().describe('Absent where the reactor has a formula.'),
  state: z
    .literal('active')
    .optional()
    .describe('Of reactors with code of their own, which work from the moment they are answered.'),
  application: ApplicationOfCode.optional().describe('As which code of the reactor may use the vault.'),
  configuration: Configuration,
  ...audit,
});

/** The new name, the complete new configuration and, where the reactor has code of its own, the new code. */
export const UpdateReactor = z.object({
  name: z.string().min(1).max(200),
  code: code.optional().describe('JavaScript that exports one function, for reactors with code of their own.'),
  application: ApplicationOfCode.nullish().describe(acting),
  configuration: Configuration.default({}).describe(
    'A value for each setting that the formula declares, any texts for code of its own. Numbers and booleans may be sent as strings.',
  ),
});

/** A new reactor: of an existing formula, or with code of its own. */
export const CreateReactor = UpdateReactor.extend({ formula: z.object({ id: uuid }).optional() });

/** Changes of a reactor. What is left out stays; settings that are null are removed. */
export const PatchReactor = z.object({
  name: z.string().min(1).max(200).optional(),
  code: code.optional(),
  application: ApplicationOfCode.nullish().describe(`${acting} \`null\` takes it away.`),
  configuration: recordOf(z.string(), z.union([z.string().max(10_000), z.number(), z.boolean()]).nullable(), 1000)
    .nullish()
    .describe('Settings to replace. `null` in place of all removes all.'),
});

/** What a formula returned. */
export const ReactResponse = z.object({
  tokens: anyJson.optional().describe('What the formula returned as `tokenize`, with tokens in place of the values.'),
  raw: anyJson.optional().describe('What the formula returned as `raw`.'),
});

/** A reaction that runs after the answer. */
export const AsyncReactResponse = z.object({
  asyncReactorRequestId: uuid.describe('The id under which the result can be read.'),
});

/** The arguments of a call of a reactor. */
export const ReactRequest = z.object({
  args: sentJson
    .optional()
    .describe(
      'An object with the request parameters that the formula declares; other properties are dropped. Code of a reactor gets any JSON as it is. In its strings, `{{ id }}` ' +
        'is replaced by the data of the token with this id, and `{{ id | json: "$.number" }}` by a part of it.',
    ),
});

/** The arguments of a call of a reactor on one card or bank account. */
export const AtomicReactRequest = z.object({
  reactor_id: uuid,
  request_parameters: recordOf(z.string(), sentJson, 1000)
    .default({})
    .describe('Values for the request parameters that the formula declares.'),
  metadata: Metadata.optional().describe('Metadata of the tokens that the reaction creates.'),
});

/** The description of every operation that runs a reactor. */
export const reaction =
  'Errors that the formula throws are answered as problem JSON like all errors, with status 400, 401, 402, 403, 422, 429, 500 or 503.';

export const reactors = {
  create: post('/reactors', {
    summary: 'Create a reactor',
    description:
      'A reactor is a formula, or code of its own, together with a configuration, for instance the credentials of the service it ' +
      'calls. Give either `formula` or `code`.',
    permission: 'reactor:create',
    body: CreateReactor,
    response: Reactor,
    status: 201,
  }),
  list: get('/reactors', {
    summary: 'List reactors',
    permission: 'reactor:read',
    query: z.object({
      id: ids,
      name: nameSearch.optional(),
      source_token_type: TokenType.optional().describe('Only reactors whose formula takes tokens of this type.'),
      start,
      ...pageQuery,
    }),
    response: pageOf(Reactor),
  }),
  retrieve: get('/reactors/{id}', { summary: 'Get a reactor', permission: 'reactor:read', response: Reactor }),
  update: put('/reactors/{id}', {
    summary: 'Replace a reactor',
    description: 'The configuration is replaced as a whole. A reactor of a formula keeps it.',
    permission: 'reactor:update',
    body: UpdateReactor,
    response: Reactor,
  }),
  patch: patch('/reactors/{id}', {
    summary: 'Change parts of a reactor',
    permission: 'reactor:update',
    body: PatchReactor,
  }),
  delete: del('/reactors/{id}', { summary: 'Delete a reactor', permission: 'reactor:delete' }),
  react: post('/reactors/{id}/react', {
    summary: 'Run a reactor',
    description: reaction,
    permission: 'token:<classification>:use:reactor',
    body: ReactRequest,
    anyContentType: true,
    response: ReactResponse,
  }),
  reactAsync: post('/reactors/{id}/react-async', {
    summary: 'Run a reactor after the answer',
    description:
      'Answers at once with the id under which the result can be read for a day. What is wrong with the request is answered now; it is ' +
      'judged again before the reaction runs. A reaction ends within five minutes, and never runs twice.',
    permission: 'token:<classification>:use:reactor',
    body: ReactRequest,
    anyContentType: true,
    response: AsyncReactResponse,
    status: 202,
  }),
  retrieveResult: get('/reactors/{id}/results/{request_id}', {
    summary: 'Get the result of a reaction',
    description:
      'What `POST /reactors/{id}/react` would have answered, an error too. Answers 404 until the reaction has ended, and to keys that may ' +
      'not use what it used, 403.',
    permission: 'token:<classification>:use:reactor',
    response: ReactResponse,
  }),
};
