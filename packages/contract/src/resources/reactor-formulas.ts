import * as z from 'zod';
import { del, get, post, put } from '../route.ts';
import { audit, nameSearch, pageOf, pageQuery, start, uuid } from '../shared.ts';
import { TokenType } from './token.ts';

/** `private` formulas belong to a tenant; `official` ones are provided by the operator of the vault. */
export const FormulaType = z.enum(['official', 'private']);

/** The type of the value of a setting or a request parameter. */
export const FormulaValueType = z.enum(['string', 'boolean', 'number']);

/** A setting that each reactor of the formula gives a value. */
export const FormulaSetting = z.object({
  name: z
    .string()
    .regex(
      /^(?!__proto__$)[A-Za-z_][\w.-]{0,99}$/,
      'A name is up to 100 letters, digits, underscores, dots and hyphens, and begins with a letter or an underscore.',
    ),
  description: z.string().max(1000).optional(),
  type: FormulaValueType,
});

/** An argument that each call of a reactor passes to the formula. */
export const FormulaRequestParameter = FormulaSetting.extend({
  optional: z.boolean().optional().describe('Whether calls may leave it out.'),
});

/** A list in which no name appears twice. */
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
            message: 'Another entry of the list has this name.',
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
    'An icon is a png, jpg or jpeg image as a data URL in base64: data:image/png;base64,…',
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
    .describe(
      'A JavaScript module that exports one function: `module.exports = async function (context) { … }` or `export default …`.',
    ),
};

/** JavaScript code that runs inside the vault on the data of tokens. */
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

/** A formula to create, or to put in place of an existing one. */
export const SaveReactorFormula = z.object({
  type: z.literal(
    'private',
    'Tenants can only save private formulas; official ones come from the operator of the vault.',
  ),
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
    summary: 'List reactor formulas',
    description: 'The official formulas, and the private ones of the tenant.',
    permission: 'reactor:read',
    query: z.object({ name: nameSearch.optional(), source_token_type: TokenType.optional(), start, ...pageQuery }),
    response: pageOf(ReactorFormula),
  }),
  retrieve: get('/reactor-formulas/{id}', {
    summary: 'Get a reactor formula',
    permission: 'reactor:read',
    response: ReactorFormula,
  }),
  update: put('/reactor-formulas/{id}', {
    summary: 'Replace a reactor formula',
    description:
      'Reactors of the formula run the new code from their next call on. Official formulas cannot be replaced.',
    permission: 'reactor:update',
    body: SaveReactorFormula,
    response: ReactorFormula,
  }),
  delete: del('/reactor-formulas/{id}', {
    summary: 'Delete a reactor formula',
    description: 'Refused while a reactor uses the formula.',
    permission: 'reactor:delete',
  }),
};
