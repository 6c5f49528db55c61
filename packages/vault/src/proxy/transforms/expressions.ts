import type { Effort } from '../../effort/effort.ts';
import type { Expression } from '../../expressions/expression.ts';
import { isObject, type Json } from '../../expressions/json.ts';
import { compileFor, evaluateFor } from '../../tokens/evaluate.ts';
import { jsonOf, type Message, type Passage, type Side } from './message.ts';

/** What the published API calls the JSON body that passes. */
const bodies: Readonly<Record<Side, string>> = { request: 'req', response: 'res' };

const tokenHead = /\{\{(-?)\s*(?:transform_identifier|tokenize_transform)\s*:\s*(['"])([\w-]{1,100})\2/g;
const settingHead = /\{\{(-?)\s*config\s*:\s*(?:(['"])([\w .-]{1,100})\2|([\w-]{1,100}))/g;

/** `transform_identifier: 'a'` and `config: 'b'`, written as paths into the scope. */
const asPaths = (text: string): string =>
  text
    .replace(tokenHead, (_, trim, _quote, name) => `{{${trim} transforms['${name}']`)
    .replace(settingHead, (_, trim, _quote, quoted, plain) => `{{${trim} proxy.config['${quoted ?? plain}']`);

const rewritten = (template: Json): Json => {
  if (typeof template === 'string') return asPaths(template);
  if (Array.isArray(template)) return template.map(rewritten);
  if (!isObject(template)) return template;
  return Object.fromEntries(Object.entries(template).map(([name, value]) => [name, rewritten(value)]));
};

/** Compiles a template of a transform. Throws `ExpressionError`. */
export const compileTemplate = (effort: Effort, side: Side, template: Json): Promise<Expression> =>
  compileFor(effort, rewritten(template), { variables: [bodies[side], 'proxy', 'transforms', 'encrypted'] });

/** A template of a transform with values in it. The body is parsed only where it is asked for. Throws `ExpressionError`. */
export const evaluateTemplate = async (passage: Passage, template: Json, message: Message): Promise<Json> => {
  const { side, context, settings, encrypted, tokens, services } = passage;
  const expression = await compileTemplate(context.effort, side, template);
  const asks = expression.variables.some(({ name }) => name === bodies[side]);
  const scope = {
    [bodies[side]]: asks ? await jsonOf(passage, message) : null,
    proxy: { config: settings.configuration },
    transforms: tokens.views(),
    encrypted,
  };
  return await evaluateFor(context.effort, expression, scope, { now: () => new Date(services.clock()) });
};
