import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { inRoot } from '../../build/root.ts';
import type { Example } from './documentation.ts';

/** Examples use `bt`, an instance of the SDK that is ready, unless they make their own. */
const preludeOf = ({ code }: Example): string =>
  /\b(const|let) (bt|[{[][^}\]]*\bbt\b)/.test(code) ? '' : "declare const bt: import('@tessera/js').BasisTheory; ";

/** Compiles all examples in one run of the compiler. Answers with its messages, each led by the name of the example's export. */
export const compileErrors = (examples: readonly Example[]): string[] => {
  // Inside the repository, so that `@tessera/js` resolves as it does for a program beside these packages.
  const folder = mkdtempSync(inRoot('node_modules/.examples-'));
  try {
    const files = examples.map((example, place) => {
      const file = `${place}.${example.language}`;
      writeFileSync(`${folder}/${file}`, `${preludeOf(example)}${example.code}\nexport {};\n`);
      return file;
    });
    // Decorators of Angular are those that TypeScript had first.
    const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false, experimentalDecorators: true };
    writeFileSync(
      `${folder}/tsconfig.json`,
      JSON.stringify({ extends: '../../tsconfig.json', compilerOptions, files, include: [] }),
    );
    const compiler = inRoot('node_modules/typescript/bin/tsc');
    const { stdout } = spawnSync(process.execPath, [compiler, '-p', '.', '--pretty', 'false', '--checkers', '1'], {
      cwd: folder,
      encoding: 'utf8',
    });
    return [...stdout.matchAll(/^(\d+)\.tsx?\((\d+),\d+\): (.*)$/gm)].map(
      ([, place, line, message]) => `${examples[Number(place)]?.name}, line ${line}: ${message}`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** Makes a script of a module: types go, imports become look-ups, and `expression; // value` becomes a comparison. */
const scriptOf = ({ code }: Example, strip: (code: string) => string): string =>
  strip(code)
    .replace(/^import (?:\* as (\w+)|(\{[^}]*\})) from '([^']+)';$/gm, (_, all, some, from) =>
      all ? `const ${all} = modules['${from}'];` : `const ${some.replace(/ as /g, ': ')} = modules['${from}'];`,
    )
    .replace(/^(\s*)(?!const |let |import |return |\/\/)(.+); \/\/ (.+)$/gm, '$1compare(await ($2), $3);');

/** Runs an example. `compare` is called with each value that it shows and what it says about the value. */
export const runExample = async (
  example: Example,
  given: {
    readonly modules: Readonly<Record<string, unknown>>;
    readonly bt: unknown;
    readonly compare: (value: unknown, expected: unknown) => void;
    readonly strip: (code: string) => string;
  },
): Promise<void> => {
  const script = scriptOf(example, given.strip);
  const names = ['modules', 'compare', ...(preludeOf(example) ? ['bt'] : [])];
  const run = new Function(...names, `return (async () => {\n${script}\n})();`) as (
    ...args: unknown[]
  ) => Promise<void>;
  await run(given.modules, given.compare, given.bt);
};
