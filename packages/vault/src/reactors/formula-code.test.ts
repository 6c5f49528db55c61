import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeProblem } from './formula-code.ts';

describe('the code of a formula', () => {
  it.each([
    'module.exports = async function (context) { return { foo: context.configuration.KEY }; };',
    'module.exports = (req) => req',
    'module.exports = async req => { await req; }',
    'module . exports\n=\n// the handler\n/* really */ function () {}',
    'const handler = async () => {};\nmodule.exports = handler;',
    "'use strict';\nexports = module.exports = compose(a, b);",
    'export default async function handler(req) { return {}; }',
    'export\n  default (req) => ({ raw: req })',
    'const handler = () => {};\n\nexport default handler',
    "const { a } = require('x');\n// module.exports = 1\nmodule.exports = function () {}",
    '#!/usr/bin/env node\nmodule.exports = () => 1',
    'if (process) { module.exports = function () {} }',
    "const text = 'module.exports = 1'; module.exports = () => text;",
  ])('may be %j', (code) => {
    expect(codeProblem(code)).toBeUndefined();
  });

  it.each([
    ['const a = 1;', 'exports nothing'],
    ['// module.exports = function () {}', 'exports nothing'],
    ["const text = 'module.exports = function () {}'", 'exports nothing'],
    ['const text = `\nmodule.exports = function () {}`', 'exports nothing'],
    ['const r = /module.exports = f/', 'exports nothing'],
    ['/* export default f */', 'exports nothing'],
    ['a.module.exports == 1; mymodule.exports = f', 'exports nothing'],
    ['module.exports = 42', 'must be a function'],
    ["module.exports = 'text'", 'must be a function'],
    ['module.exports = `text`', 'must be a function'],
    ['module.exports = { handler() {} }', 'must be a function'],
    ['module.exports = /* a */ // b\n [1]', 'must be a function'],
    ['module.exports = /x/', 'must be a function'],
    ['module.exports = class {}', 'must be a function'],
    ['export default null', 'must be a function'],
    ['export default { async fetch() {} }', 'must be a function'],
    ['module.exports = function () {', 'Unexpected end of input'],
    ['foo(;', "Unexpected token ';' (line 1, column 5)"],
    ['let a = 1;\nlet a = 2;', 'Identifier has already been declared (line 2, column 5)'],
    ['export default async (a) =>\n  { return a + ; }', "Unexpected token ';' (line 2, column 16)"],
    ['export default (a a) => 1', 'Unexpected identifier (line 1, column 19)'],
    ["import x from 'y'; export default x", 'Cannot use import statement outside a module'],
    ['export const x = 1', 'Unexpected token (line 1, column 1)'],
    ['const x = /(4242424242424242/; module.exports = f', 'Invalid regular expression: Unterminated group'],
    ['}); module.exports = function () {}; (function () {', "Unexpected token '}'"],
    [`module.exports = ${'('.repeat(40_000)}`, 'nested too deeply'],
    ['', 'exports nothing'],
  ])('may not be %j', (code, reason) => {
    expect(codeProblem(code)).toContain(reason);
  });

  it('is never run, not even by what looks like a way out of the function around it', () => {
    const attempts = [
      'globalThis.pwned = 1; module.exports = function () {}',
      'module.exports = function () {}; globalThis.pwned = 1',
      '}, globalThis.pwned = 1, function () {',
      'module.exports = (() => { globalThis.pwned = 1; return () => 1 })()',
      'static { globalThis.pwned = 1 }',
    ];
    for (const code of attempts) codeProblem(code);
    expect(globalThis).not.toHaveProperty('pwned');
  });

  it('is answered for whatever it is, without its names, texts and numbers', () => {
    const piece = fc.constantFrom(
      ...[
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
        '//',
        'export default ',
        'async ',
        'function',
        ';',
        ',',
        '[',
        '\\',
        '\u2028',
        '#',
        '$_$_ =',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        expect(codeProblem(pieces.join('')) ?? '').not.toContain('secret4242');
      }),
      { numRuns: 2000 },
    );
  });

  it('takes no more time when it exports very often', () => {
    expect(codeProblem('module.exports = 1;'.repeat(2600))).toContain('must be a function');
  });
});
