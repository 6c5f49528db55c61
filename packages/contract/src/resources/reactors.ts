import * as z from 'zod';
import { del, get, post, put } from '../route.ts';
import { audit, Metadata, nameSearch, pageOf, pageQuery, repeated, uuid } from '../shared.ts';
import { ReactorFormula } from './reactor-formulas.ts';
import { TokenType } from './tokens.ts';

/** The values of the settings that a formula declares, by their names. */
const Configuration = z.record(z.string(), z.union([z.string().max(10_000), z.number(), z.boolean()]));

export const Reactor = z.object({
  id: uuid,
  tenant_id: uuid,
  name: z.string(),
  formula: ReactorFormula,
  configuration: Configuration,
  ...audit,
});

export const UpdateReactor = z.object({
  name: z.string().min(1).max(200),
  configuration: Configuration.default({}).describe(
    'A value for each setting of the formula. Numbers and booleans may be written as text.',
  ),
});

export const CreateReactor = UpdateReactor.extend({ formula: z.object({ id: uuid }) });

/** What came of a reaction. */
export const ReactResponse = z.object({
  tokens: z.unknown().optional().describe('Tokens that were made of what the formula gave back to be tokenized.'),
  raw: z.unknown().optional().describe('What the formula gave back for the caller to see.'),
});

export const ReactRequest = z.object({
  args: z
    .unknown()
    .optional()
    .describe(
      'An object with the request parameters of the formula. `{{ id }}` in its texts stands for the data of a token, and ' +
        '`{{ id | json: "$.number" }}` for a part of it. What the formula does not declare is left out.',
    ),
});

export const AtomicReactRequest = z.object({
  reactor_id: uuid,
  request_parameters: z
    .record(z.string(), z.unknown())
    .default({})
    .describe('What the formula declares, by its names.'),
  metadata: Metadata.optional().describe('Goes on the tokens that are made.'),
});

/** How a formula is run, said where it can be. */
export const reaction =
  'Errors of the formula and of whoever it called are answered in the form of all errors: 400, 401, 402, 403, 422, 429, 500 and 503.';

export const reactors = {
  create: post('/reactors', {
    summary: 'Create a reactor of a formula',
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
      source_token_type: TokenType.optional().describe('Reactors whose formula is for tokens of this type.'),
      ...pageQuery,
    }),
    response: pageOf(Reactor),
  }),
  retrieve: get('/reactors/{id}', { summary: 'Get a reactor', permission: 'reactor:read', response: Reactor }),
  update: put('/reactors/{id}', {
    summary: 'Change the name and the configuration of a reactor',
    description: 'The configuration is replaced as a whole. The formula of a reactor never changes.',
    permission: 'reactor:update',
    body: UpdateReactor,
    response: Reactor,
  }),
  delete: del('/reactors/{id}', { summary: 'Delete a reactor', permission: 'reactor:delete' }),
  react: post('/reactors/{id}/react', {
    summary: 'Run a reactor with tokens',
    description: reaction,
    permission: 'token:<classification>:use:reactor',
    body: ReactRequest,
    anyContentType: true,
    response: ReactResponse,
  }),
};
