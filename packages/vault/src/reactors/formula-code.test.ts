import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createSandbox } from '../sandbox/sandbox.ts';
import { codeProblem } from './formula-code.ts';

// Limits are seconds where code takes milliseconds: they only end what would never end.
const sandbox = createSandbox({ limits: { processor: 300, processes: 1, spare: 0, calls: 1000 } });
afterAll(sandbox.close);

const problem = (code: string) => codeProblem(sandbox, 'acme', code);

describe('the code of a formula', { timeout: 60_000 }, () => {
  it.each([
    'module.exports = async function (context) { return { foo: context.configuration.KEY }; };',
    'module.exports = (req) => req',
    'module . exports\n=\n// the handler\n/* really */ function () {}',
    'const handler = async () => {};\nexports = module.exports = handler;',
    'export default async function handler(req) { return {}; }',
    'export\n  default (req) => ({ raw: req })',
    'const handler = () => {};\n\nexport { handler as default }',
    "import { createHash } from 'node:crypto';\nexport default () => createHash('sha256')",
    "const { createHmac } = require('crypto');\n// module.exports = 1\nmodule.exports = function () {}",
    '#!/usr/bin/env node\nmodule.exports = () => 1',
    "const text = 'export default 1'; module.exports = () => text;",
    'const note = `module.exports = 1`; export default () => note;',
    'exports.default = () => 1',
  ])('may be %j', async (code) => {
    expect(await problem(code)).toBeUndefined();
  });

  const noFunction = 'must export a function';
  it.each([
    ['const a = 1;', noFunction],
    ['// module.exports = function () {}', noFunction],
    ["const text = 'module.exports = function () {}'", noFunction],
    ['module.exports = 42', noFunction],
    ['module.exports = { handler() {} }', noFunction],
    ['module.exports = class {}', noFunction],
    ['export default null', noFunction],
    ['export const x = 1', noFunction],
    ['', noFunction],
    ['module.exports = function () {', 'cannot be parsed'],
    ['foo(;', 'cannot be parsed (line 1, column 5)'],
    ['let a = 1;\nlet a = 2;', 'cannot be parsed (line 2, column 7)'],
    ['export default async (a) =>\n  { return a + ; }', 'cannot be parsed (line 2, column 16)'],
    ['const x = /(4242424242424242/; module.exports = f', 'cannot be parsed'],
    [`module.exports = ${'('.repeat(400)}`, 'cannot be parsed'],
    ["import x from 'y'; export default x", 'fails before it exports'],
    ["const fs = require('fs');\nmodule.exports = () => fs", 'fails before it exports anything (line 1, column 19)'],
    ["throw new SyntaxError('4242424242424242')", 'fails before it exports'],
    ['export default await new Promise(() => {})', 'fails before it exports'],
    ['for (;;);', 'does more than it may'],
    ["fetch('https://example.com').then(() => {}); for (;;);", 'does more than it may'],
  ])('may not be %j', async (code, reason) => {
    expect(await problem(code)).toContain(reason);
  });

  it('is answered for whatever it is, without its names, texts and numbers', async () => {
    const words = [
      'module.exports',
      '=',
      ' ',
      '\n',
      '{',
      '}',
      '(',
      ')',
      '=>',
      'secret4242',
      "'",
      '"',
      '`',
      '${',
      '/',
      '*',
    ];
    const piece = fc.constantFrom(
      ...words,
      '//',
      'export default ',
      'async ',
      'function',
      'throw ',
      ';',
      ',',
      '[',
      '\\',
      '#',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
        expect((await problem(pieces.join(''))) ?? '').not.toContain('secret4242');
      }),
      { numRuns: 60 },
    );
  });
});
