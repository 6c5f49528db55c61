import { stripTypeScriptTypes } from 'node:module';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { permissions } from '../../packages/vault/src/access/permissions.ts';
import { startRig } from '../../packages/vault/src/testing/rig.ts';
import { compileErrors, runExample } from './check-examples.ts';
import { type Example, examplesOf, exportsOf, lacking } from './documentation.ts';
import { entries } from './entries.ts';

const documented = entries.map((entry) => ({ ...entry, exports: exportsOf(entry.file) }));

describe('documentation of the public API', () => {
  it.each(documented)(
    'every export of $specifier has a docstring with an example, and says what it throws',
    (entry) => {
      expect(entry.exports.length).toBeGreaterThan(0);
      expect(entry.exports.flatMap(lacking)).toEqual([]);
    },
  );

  it('notices an export without a docstring, without an example, or without its errors', () => {
    const files: Record<string, string> = {
      '/a/index.ts': "export * from './b.ts';\nexport { c as d } from './c.ts';",
      '/a/b.ts': '/** Says what. */\nexport const b = 1;\n\n// Not a docstring.\nexport interface B {}',
      '/a/c.ts':
        '/**\n * Throws.\n * @example\n * ```ts\n * c();\n * ```\n */\nexport const c = () => {\n  throw 1;\n};',
    };
    expect(exportsOf('/a/index.ts', (file) => files[file] ?? '').flatMap(lacking)).toEqual([
      'b in /a/b.ts has no @example with a block of ts or tsx',
      'B in /a/b.ts has no docstring',
      'd in /a/c.ts throws, and its docstring has no @throws',
    ]);
  });
});

describe('examples of the public API', () => {
  it('compile, and one that does not is noticed', () => {
    const code = "import { luhn } from '@tessera/rules';\nluhn(4242);";
    const wrong: Example = { name: 'wrong', language: 'ts', code };
    const examples = documented.flatMap(({ exports }) => exports.flatMap(examplesOf));
    expect(compileErrors([...examples, wrong])).toEqual([expect.stringMatching(/^wrong, line 2: error TS2345/)]);
  });
});

describe('examples for servers, on a vault', () => {
  const modules: Record<string, unknown> = {};
  let rig: Awaited<ReturnType<typeof startRig>>;
  let bt: unknown;
  const warn = process.emitWarning;

  beforeAll(async () => {
    // Node calls the function that strips types experimental.
    process.emitWarning = () => {};
    for (const name of ['@tessera/rules', '@tessera/contract', '@tessera/contract/console']) {
      modules[name] = await import(name);
    }
    for (const name of ['@tessera/contract/query', '@tessera/contract/mock']) modules[name] = await import(name);
    for (const name of [
      '@tessera/client',
      '@tessera/client/encrypt',
      '@tessera/client/lazy',
      '@tessera/client/strict',
      'zod',
      'msw/node',
    ])
      modules[name] = await import(name);
    rig = await startRig();
    const forServers = permissions.filter((each) => each.application_types.includes('server_to_server'));
    const server = await rig.application(
      'server_to_server',
      forServers.map(({ type }) => type),
    );
    vi.stubGlobal('fetch', (input: Request | string, init?: RequestInit) => {
      const request = new Request(input, init);
      const isServers = /^\/(v2\/tokens|tokens|token-intents|tokenize|detokenize|atomic)\b/.test(
        new URL(request.url).pathname,
      );
      request.headers.set('BT-API-KEY', isServers ? server : rig.acme.key);
      return rig.vault.fetch(request, { address: '192.0.2.1' });
    });
    const { createClient } = modules['@tessera/client'] as typeof import('@tessera/client');
    bt = createClient({ apiBaseUrl: 'https://vault.example' });
  });
  afterAll(async () => {
    process.emitWarning = warn;
    vi.unstubAllGlobals();
    await rig.close();
  });

  const run = (example: Example) =>
    runExample(example, {
      modules,
      bt,
      // No header can carry the ellipsis of `key_…`.
      strip: (code) => stripTypeScriptTypes(code).replaceAll('…', ''),
      compare: (value, expected) => expect(value, example.name).toEqual(expected),
    });

  const runnable = documented.filter(({ specifier }) => /\/(rules|contract|client)\b/.test(specifier));

  it.each(runnable)('of $specifier do what they say', async ({ exports }) => {
    for (const example of exports.flatMap(examplesOf)) await run(example);
  });

  it('that say something else are noticed', async () => {
    const code = "import { luhn } from '@tessera/rules';\nluhn('4242424242424241'); // true";
    await expect(run({ name: 'luhn', language: 'ts', code })).rejects.toThrow(/luhn/);
  });
});
