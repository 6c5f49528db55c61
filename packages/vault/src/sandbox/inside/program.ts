import type { Spot } from './protocol.ts';

const head = '(function (module, exports, require) {';

/** How code is written: as an ES module or in CommonJS. */
export type Form = 'module' | 'commonjs';

const speaksModule = /(?:^|[;}\s])(?:export(?:\s+\w|\s*[{*])|import(?:\s+[\w$]|\s*[*{'"]))/;
const speaksCommonJs = /(?<![\w$.])module\s*\.\s*exports\s*=(?!=)/;

/** Both forms, the likelier first: what one of them cannot parse, the other may. */
export const formsOf = (code: string): readonly [Form, Form] =>
  speaksModule.test(code) && !speaksCommonJs.test(code) ? ['module', 'commonjs'] : ['commonjs', 'module'];

/** The code as the engine runs it: CommonJS is the body of a function (Node's module wrapper). */
export const asProgram = (code: string, form: Form): string => {
  const plain = code.replace(/^#!.*/, '');
  return form === 'module' ? plain : `${head}${plain}\n})(module, module.exports, require)`;
};

/** The first place in the code that a stack of the engine names. */
export const spotOf = (stack: string, form: Form): { spot?: Spot } => {
  const [, line, column] = /\bformula\.js:(\d+):(\d+)/.exec(stack) ?? [];
  if (line === undefined || column === undefined) return {};
  const shift = form === 'commonjs' && line === '1' ? head.length : 0;
  return { spot: { line: Number(line), column: Math.max(1, Number(column) - shift) } };
};

/** Whether a stack is of code that could not be parsed; nothing of it has run then. */
export const isParseError = (stack: string): boolean => /^\s*at formula\.js:\d+/.test(stack);
