import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contract, openapi } from '@tessera/contract';
import { reader } from '../guides/reader.ts';

/** Programs that read `/openapi.json`, in the versions that it was looked at with. */
const programs = [
  '@redocly/cli@2.77.0',
  'openapi-typescript@7.13.0',
  'orval@8.38.0',
  '@hey-api/openapi-ts@0.99.0',
  'typescript@5.9.3',
];

/**
 * Bodies of forwarded calls, which another server defines, and of the one answer that is an empty object; lists in any JSON, which
 * TypeScript could not describe by the type that they are a part of.
 */
const expected =
  /\*\/\*|body\?: unknown|200: unknown|\[(name|key): string\]: unknown|Json\b.*(unknown\[\]|Array<unknown>)|^ *(\| )?(unknown\[\]|Array<unknown>)/;

/** Lets programs that make clients read the description of the API: without an error, and without a type that they do not know. */
export const readApiDescription = async (folder: string): Promise<void> => {
  const terminal = reader(folder, { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' });
  const config = { vault: { input: './openapi.json', output: { target: './orval.ts', client: 'fetch' } } };
  const files = {
    'package.json': '{"private":true,"type":"module"}',
    'openapi.json': JSON.stringify(openapi(contract, '0.0.0', 'https://vault.example')),
    'orval.config.mjs': `export default ${JSON.stringify(config)};`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  await terminal.run(`npm i --prefer-offline --no-audit --no-fund ${programs.join(' ')}`);
  await terminal.run('npx redocly lint openapi.json --max-problems 1 2>&1 | tee lint.txt; ! grep -q warning lint.txt');
  await terminal.run('npx openapi-typescript openapi.json -o types.ts');
  await terminal.run('npx orval --config orval.config.mjs');
  await terminal.run('npx openapi-ts -i openapi.json -o hey');
  const options = '--noEmit --strict --skipLibCheck --target es2022 --module esnext --moduleResolution bundler';
  const made = ['types.ts', 'orval.ts', 'hey/types.gen.ts'];
  await terminal.run(`npx tsc ${options} --lib es2023,dom,dom.iterable ${made.join(' ')}`);
  for (const file of made) {
    const lines = readFileSync(join(folder, file), 'utf8').split('\n');
    const unknown = lines.filter((line) => !/^\s*(\/?\*|\/\/)/.test(line) && /\b(unknown|any)\b/.test(line));
    const wrong = unknown.filter((line) => !expected.test(line) && !/\/\*\*/.test(line));
    if (wrong.length > 0) throw new Error(`${file} has types that it does not know:\n${wrong.join('\n')}`);
  }
};
