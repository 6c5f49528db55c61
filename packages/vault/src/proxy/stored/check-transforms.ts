import { schemas, type Wire } from '@tessera/contract';
import type { Effort } from '../../effort/effort.ts';
import { endToEnd, token as headerName } from '../../egress/headers.ts';
import { ExpressionError } from '../../expressions/expression-error.ts';
import { isObject, type Json } from '../../expressions/json.ts';
import { PatternError } from '../../patterns/pattern-error.ts';
import { compilePattern } from '../../patterns/program.ts';
import { invalidAll, type PropertyErrors } from '../../problem.ts';
import { codeProblem } from '../../reactors/formula-code.ts';
import { whenThereIsRoom } from '../../reactors/room.ts';
import type { FormulaRunner } from '../../sandbox/sandbox.ts';
import { mayPass, requestHeaders } from '../proxy-headers.ts';
import { compileTemplate } from '../transforms/expressions.ts';
import { readLocation } from '../transforms/location.ts';
import type { Side } from '../transforms/message.ts';

type Transform = Wire['ProxyTransform'];
type Options = Wire['ProxyTransformOptions'];

interface Checking {
  side: Side;
  effort: Effort;
  sandbox: FormulaRunner;
  tenantId: string;
}

/** What each type needs, by the names of properties; it may have no others. */
const needs: Readonly<Record<Transform['type'], readonly string[]>> = {
  code: ['code'],
  mask: ['matcher', 'expression', 'replacement'],
  tokenize: ['options.token'],
  append_json: ['options.value', 'options.location'],
  append_header: ['options.value', 'options.location'],
  append_text: ['options.value'],
};

const allowed: Readonly<Partial<Record<Transform['type'], readonly string[]>>> = { tokenize: ['options.identifier'] };

const given = ({ type: _, options = {}, ...others }: Transform): string[] => [
  ...Object.entries(others).flatMap(([name, value]) => (value === undefined ? [] : [name])),
  ...Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [`options.${name}`])),
];

const namesProblem = (transform: Transform): PropertyErrors => {
  const { type } = transform;
  const there = given(transform);
  const may = [...needs[type], ...(allowed[type] ?? [])];
  const missing = needs[type].filter((name) => !there.includes(name));
  const strange = there.filter((name) => !may.includes(name));
  return {
    ...Object.fromEntries(missing.map((name) => [name, [`A transform of type ${type} needs this.`]])),
    ...Object.fromEntries(strange.map((name) => [name, [`A transform of type ${type} does not have this.`]])),
  };
};

const templateProblem = async ({ effort, side }: Checking, name: string, template: Json): Promise<PropertyErrors> => {
  try {
    await compileTemplate(effort, side, template);
    return {};
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { [[name, ...error.path].join('.')]: [`${error.message} (column ${error.column})`] };
  }
};

const mask = ({ matcher, expression = '', replacement = '' }: Transform, { side }: Checking): PropertyErrors => {
  const errors: PropertyErrors = {};
  if (side === 'request') errors.type = ['Only answers are masked.'];
  if (matcher !== 'regex') errors.matcher = ['Must be regex; this vault has no other matcher.'];
  // A quote or a backslash would end a string of JSON in which it hides something.
  if (!/^[^\p{C}"\\]$/u.test(replacement) || replacement.length !== 1) {
    errors.replacement = ['Must be one character, neither a quote nor a backslash.'];
  }
  try {
    if (compilePattern(expression).groups === 0) errors.expression = ['Put what is to be hidden into a group: ( ).'];
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    errors.expression = [error.message];
  }
  return errors;
};

const tokenize = async ({ token = {} }: Options, checking: Checking): Promise<PropertyErrors> => {
  const { data = null, metadata = null, type } = token as { [name: string]: Json };
  const errors: PropertyErrors = {};
  if (!schemas.TokenType.safeParse(type).success) errors['options.token.type'] = ['Must be a type of token.'];
  if (data === null) errors['options.token.data'] = ['Required.'];
  if (metadata !== null && !isObject(metadata)) errors['options.token.metadata'] = ['Must be an object.'];
  return {
    ...errors,
    ...(await templateProblem(checking, 'options.token.data', data)),
    ...(await templateProblem(checking, 'options.token.metadata', metadata)),
  };
};

const location = ({ location: path = '' }: Options): PropertyErrors =>
  readLocation(path)
    ? {}
    : { 'options.location': ['Must be a path to one place, such as $.card.token or $.cards[0].'] };

const header = ({ location: name = '' }: Options, { side }: Checking): PropertyErrors => {
  const at = name.toLowerCase();
  const passes = side === 'request' ? requestHeaders(endToEnd([[at, '']])).length > 0 : mayPass(at);
  if (headerName.test(name) && passes) return {};
  return { 'options.location': [`Must be the name of a header that may go on with a ${side}.`] };
};

const check = async (transform: Transform, checking: Checking): Promise<PropertyErrors> => {
  const { type, code = '', options = {} } = transform;
  switch (type) {
    case 'code': {
      const { sandbox, tenantId } = checking;
      const problem = await whenThereIsRoom(() => codeProblem(sandbox, tenantId, code));
      return problem === undefined ? {} : { code: [problem] };
    }
    case 'mask':
      return mask(transform, checking);
    case 'tokenize':
      return await tokenize(options, checking);
    case 'append_json':
      return { ...location(options), ...(await templateProblem(checking, 'options.value', options.value ?? '')) };
    case 'append_header':
      return {
        ...header(options, checking),
        ...(await templateProblem(checking, 'options.value', options.value ?? '')),
      };
    case 'append_text':
      return await templateProblem(checking, 'options.value', options.value ?? '');
  }
};

/** Checks the transforms of one side as they were sent under the name `at`. Throws 400 that names each that cannot work. */
export const checkTransforms = async (list: readonly Transform[], at: string, checking: Checking): Promise<void> => {
  const errors: PropertyErrors = {};
  const identifiers = new Set<string>();
  let codes = 0;
  for (const [place, transform] of list.entries()) {
    const names = namesProblem(transform);
    const found = Object.keys(names).length > 0 ? names : await check(transform, checking);
    const { identifier } = transform.options ?? {};
    if (identifier !== undefined && identifiers.has(identifier)) {
      found['options.identifier'] = ['Another transform of the list has this identifier.'];
    }
    if (identifier !== undefined) identifiers.add(identifier);
    if (transform.type === 'code') codes += 1;
    if (transform.type === 'code' && codes > 1) found.type = ['Only one transform of a list may be code.'];
    for (const [name, messages] of Object.entries(found)) errors[`${at}.${place}.${name}`] = messages;
  }
  if (Object.keys(errors).length > 0) throw invalidAll(errors);
};
