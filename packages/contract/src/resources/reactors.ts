import * as z from 'zod';
import { del, get, post, put } from '../route.ts';
import { audit, nameSearch, pageOf, pageQuery, repeated, uuid } from '../shared.ts';
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
};
