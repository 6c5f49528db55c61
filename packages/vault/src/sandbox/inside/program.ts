import type { Spot } from './protocol.ts';

const head = '(function (module, exports, require) {';

/** Whether code is an ES module; else it is one of CommonJS. */
export const isModule = (code: string): boolean =>
  /(?:^|[;}\s])export\s*(?:default\b|\{|const\b|let\b|async\b|function\b|class\b)/.test(code) ||
  /(?:^|[;}\s])import\s*(?:[\w$*{]|['"])/.test(code)
    ? !/(?<![\w$.])module\s*\.\s*exports\s*=(?!=)/.test(code)
    : false;

/** The code as the engine runs it: CommonJS is the body of a function (Node's module wrapper). */
export const asProgram = (code: string, module: boolean): string =>
  module ? code : `${head}${code}\n})(module, module.exports, require)`;

/** The first place in the code that a stack of the engine names. */
export const spotOf = (stack: string, module: boolean): { spot?: Spot } => {
  const [, line, column] = /\bformula\.js:(\d+):(\d+)/.exec(stack) ?? [];
  if (line === undefined || column === undefined) return {};
  const shift = !module && line === '1' ? head.length : 0;
  return { spot: { line: Number(line), column: Math.max(1, Number(column) - shift) } };
};
