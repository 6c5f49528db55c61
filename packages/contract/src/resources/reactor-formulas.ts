import * as z from 'zod';
import { del, get, post, put } from '../route.ts';
import { audit, nameSearch, pageOf, pageQuery, uuid } from '../shared.ts';
import { TokenType } from './tokens.ts';

export const FormulaType = z.enum(['official', 'private']);

/** What the value of a setting or request parameter is. */
export const FormulaValueType = z.enum(['string', 'boolean', 'number']);

export const FormulaSetting = z.object({
  name: z
    .string()
    .regex(
      /^(?!__proto__$)[A-Za-z_][\w.-]{0,99}$/,
      'A name has up to 100 letters, digits, underscores, dots and hyphens, and begins with a letter or an underscore.',
    ),
  description: z.string().max(1000).optional(),
  type: FormulaValueType,
});

export const FormulaRequestParameter = FormulaSetting.extend({
  optional: z.boolean().optional().describe('Whether a reaction works without it.'),
});

/** A list in which every name stands once. */
const named = <Item extends z.ZodType<{ name: string }>>(item: Item) =>
  z
    .array(item)
    .max(100)
    .check(({ value, issues }) => {
      const names = new Set<string>();
      for (const [index, { name }] of value.entries()) {
        if (names.has(name)) {
          issues.push({
            code: 'custom',
            input: name,
            path: [index, 'name'],
            message: 'This name stands in the list already.',
          });
        }
        names.add(name);
      }
    });

const Icon = z
  .string()
  .max(200_000)
  .regex(
    /^data:image\/(png|jpg|jpeg);base64, ?([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
    'An icon is a data URL of an image in base64: data:image/png;base64,… (png, jpg or jpeg).',
  );

const definition = {
  name: z.string().min(1).max(200),
  description: z.string().max(1000).optional(),
  source_token_type: TokenType,
  icon: Icon.optional(),
  code: z
    .string()
    .min(1)
    .max(50_000)
    .describe('A JavaScript module: `module.exports = async function (context) { … }` or `export default …`.'),
};

export const ReactorFormula = z.object({
  id: uuid,
  name: z.string(),
  description: z.string().optional(),
  type: FormulaType,
  source_token_type: TokenType,
  icon: z.string().optional(),
  code: z.string(),
  configuration: z.array(FormulaSetting),
  request_parameters: z.array(FormulaRequestParameter),
  ...audit,
});

export const SaveReactorFormula = z.object({
  type: z.literal('private', 'A tenant has private formulas only; official ones come from the operator of the vault.'),
  ...definition,
  configuration: named(FormulaSetting).default([]),
  request_parameters: named(FormulaRequestParameter).default([]),
});

export const reactorFormulas = {
  create: post('/reactor-formulas', {
    summary: 'Create a reactor formula',
    permission: 'reactor:create',
    body: SaveReactorFormula,
    response: ReactorFormula,
    status: 201,
  }),
  list: get('/reactor-formulas', {
    summary: 'List the official reactor formulas and those of the tenant',
    permission: 'reactor:read',
    query: z.object({ name: nameSearch.optional(), source_token_type: TokenType.optional(), ...pageQuery }),
    response: pageOf(ReactorFormula),
  }),
  retrieve: get('/reactor-formulas/{id}', {
    summary: 'Get a reactor formula',
    permission: 'reactor:read',
    response: ReactorFormula,
  }),
  update: put('/reactor-formulas/{id}', {
    summary: 'Replace a reactor formula',
    description: 'Reactors use its new code from the next call on. Official formulas do not change.',
    permission: 'reactor:update',
    body: SaveReactorFormula,
    response: ReactorFormula,
  }),
  delete: del('/reactor-formulas/{id}', {
    summary: 'Delete a reactor formula',
    description: 'A formula that a reactor uses stays.',
    permission: 'reactor:delete',
  }),
};
