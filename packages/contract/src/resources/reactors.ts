import * as z from 'zod';
import { del, get, post, put } from '../route.ts';
import {
  anyJson,
  audit,
  Metadata,
  nameSearch,
  pageOf,
  pageQuery,
  recordOf,
  repeated,
  sentJson,
  start,
  uuid,
} from '../shared.ts';
import { ReactorFormula } from './reactor-formulas.ts';
import { TokenType } from './token.ts';

/** Values for the settings that a formula declares, by the names of the settings. */
const Configuration = recordOf(z.string(), z.union([z.string().max(10_000), z.number(), z.boolean()]), 1000);

/** A formula together with a configuration, ready to run. */
export const Reactor = z.object({
  id: uuid,
  tenant_id: uuid,
  name: z.string(),
  formula: ReactorFormula,
  configuration: Configuration,
  ...audit,
});

/** The new name and the complete new configuration. */
export const UpdateReactor = z.object({
  name: z.string().min(1).max(200),
  configuration: Configuration.default({}).describe(
    'A value for each setting that the formula declares. Numbers and booleans may be sent as strings.',
  ),
});

/** A new reactor of an existing formula. */
export const CreateReactor = UpdateReactor.extend({ formula: z.object({ id: uuid }) });

/** What a formula returned. */
export const ReactResponse = z.object({
  tokens: anyJson.optional().describe('What the formula returned as `tokenize`, with tokens in place of the values.'),
  raw: anyJson.optional().describe('What the formula returned as `raw`.'),
});

/** The arguments of a call of a reactor. */
export const ReactRequest = z.object({
  args: sentJson
    .optional()
    .describe(
      'An object with the request parameters that the formula declares; other properties are dropped. In its strings, `{{ id }}` ' +
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
      'A reactor is a formula together with a configuration, for instance the credentials of the service it calls.',
    permission: 'reactor:create',
    body: CreateReactor,
    response: Reactor,
    status: 201,
  }),
  list: get('/reactors', {
    summary: 'List reactors',
    permission: 'reactor:read',
    query: z.object({
      id: repeated(z.string().max(100)).optional(),
      name: nameSearch.optional(),
      source_token_type: TokenType.optional().describe('Only reactors whose formula takes tokens of this type.'),
      start,
      ...pageQuery,
    }),
    response: pageOf(Reactor),
  }),
  retrieve: get('/reactors/{id}', { summary: 'Get a reactor', permission: 'reactor:read', response: Reactor }),
  update: put('/reactors/{id}', {
    summary: 'Change the name and the configuration of a reactor',
    description: 'The configuration is replaced as a whole. The reactor keeps its formula.',
    permission: 'reactor:update',
    body: UpdateReactor,
    response: Reactor,
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
};
