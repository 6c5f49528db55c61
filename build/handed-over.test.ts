import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { asScript, handOver, takeOver } from './handed-over.ts';

/** Runs scripts as one document would, and gives what they left in its global object. */
const run = (...scripts: string[]): Record<string, unknown> => {
  const world: Record<string, unknown> = {};
  for (const text of scripts) runInNewContext(text, world);
  return world;
};

it('hands what later files import over to them, without a request for the first file', () => {
  const main = asScript(handOver('const one = 1, two = 2;\nexport { one as t, two };\n'));
  const later = takeOver('import { t as n, two } from "./frame.!~{000}~.js";\nglobalThis.sum = n + two;\n');
  expect(later).not.toContain('import');
  // A file that is fetched later is a module, with declarations of its own.
  expect(run(main, `{${later}}`)).toMatchObject({ sum: 3 });
});

it('leaves nothing else of the script to the document, and nothing that could be replaced', () => {
  const main = asScript(handOver('const one = 1;\nvar other = 2, more = 3;\nfunction* each() {}\nexport { one };\n'));
  expect(Object.keys(run(main))).toEqual([]);
  expect(run(main, 'tessera = { one: 5 }; try { tessera.one = 6 } catch {} seen = tessera.one;')).toMatchObject({
    seen: 1,
  });
});

it('runs strictly, as the module did from which it was made', () => {
  expect(() => runInNewContext(asScript(handOver('undeclared = 1;\n')))).toThrow('undeclared is not defined');
});

it('makes declarations of the script alone of those of the module, and changes none inside of functions', () => {
  const code = 'var a=1;function b(){var c=2;return c}var d=()=>{var e=a;return e+b()};globalThis.sum=d();';
  expect(asScript(code)).toBe(
    "'use strict';let a=1;let b=function b(){var c=2;return c};let d=()=>{var e=a;return e+b()};globalThis.sum=d();",
  );
  expect(Object.keys(run(asScript(code)))).toEqual(['sum']);
});

it('leaves imports of other files as they are', () => {
  const text = 'import { a } from "./frame-open-calls.abc.js";\n';
  expect(takeOver(text)).toBe(text);
});

it.each(['import { a } from "./other.js";\n', 'export default 1;\n', 'export * from "./other.js";\n'])(
  'refuses a script that needs another file at once: %s',
  (text) => {
    expect(() => handOver(text)).toThrow('in another way');
  },
);
