import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../store/testing/temporary-folder.ts';
import { CommandError } from './command-error.ts';
import type { Option } from './option.ts';
import { options } from './options.ts';
import { parseFlags } from './parse.ts';
import { type Setting, settings } from './settings.ts';
import { run } from './testing/commands.ts';

const names = ['config', ...settings] as const;

/** Writes a file of settings, and gives its path. */
const write = (content: unknown): string => {
  const file = join(temporaryFolder(), 'tessera.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};

const parse = (content: unknown, args: string[] = [], environment: Record<string, string> = {}) =>
  parseFlags('serve', names, ['--config', write(content), ...args], environment);

const refusal = (content: unknown): string => {
  try {
    parse(content);
    return expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(CommandError);
    return error instanceof Error ? error.message : '';
  }
};

/** For each setting, a value as the file has it, and what the command gets. */
const example = (name: Setting): [written: unknown, value: unknown] => {
  const option: Option = options[name];
  const [least = 1] = option.range ?? [];
  if (option.kind === 'switch') return [true, true];
  if (option.kind === 'number') return [least, least];
  if (option.choices) return [option.choices[0], option.choices[0]];
  if (option.value === 'LIST') return [['one', 'two'], 'one,two'];
  if (option.value === 'FILE' || option.value === 'DIR') return ['/etc/x', '/etc/x'];
  return ['some text', 'some text'];
};

describe('a configuration file', () => {
  it.each(settings)('may hold %s', (name) => {
    const [written, value] = example(name);
    expect(parse({ [name]: written })).toMatchObject({ [name]: value });
  });

  it('gives way to variables, and these to flags', () => {
    const content = { port: 1, rate: 1, 'cvc-ttl': 1 };
    const values = parse(content, ['--port', '3'], { TESSERA_PORT: '2', TESSERA_RATE: '2' });
    expect(values).toMatchObject({ port: 3, rate: 2, 'cvc-ttl': 1, host: '127.0.0.1' });
  });

  it('can be named by a variable', () => {
    expect(parseFlags('serve', names, [], { TESSERA_CONFIG: write({ port: 7 }) })).toMatchObject({ port: 7 });
  });

  it('counts paths from its own folder, and takes secrets from files', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'secrets'));
    writeFileSync(join(folder, 'secrets', 'url'), 'postgres://user:p%40ss@db.example/tessera\n');
    const file = join(folder, 'tessera.json');
    writeFileSync(
      file,
      JSON.stringify({
        $schema: './config.schema.json',
        'tls-cert': 'cert.pem',
        'database-url': { file: 'secrets/url' },
      }),
    );
    expect(parseFlags('serve', names, ['--config', file], {})).toMatchObject({
      'tls-cert': join(folder, 'cert.pem'),
      'database-url': 'postgres://user:p%40ss@db.example/tessera',
    });
  });

  it('may name a database without a password as it is', () => {
    expect(parse({ 'database-url': 'postgres:///tessera?host=/run/postgresql' })).toMatchObject({
      'database-url': 'postgres:///tessera?host=/run/postgresql',
    });
  });

  it.each([
    ['[]', 'must hold one object, such as { "port": 4100 }.'],
    ['{ "port": 4100, }', 'is not JSON: Expected a property name in double quotes (line 1, column 17).'],
    ['{ "port": 4100\n  "rate": 1 }', 'is not JSON: Expected a comma or } (line 2, column 3).'],
    [{ prot: 1 }, '"prot" is not a setting. Did you mean "port"?'],
    [{ allowed_origins: [] }, '"allowed_origins" is not a setting. Did you mean "allowed-origins"?'],
    [{ 'alowed-origin': [] }, 'Did you mean "allowed-origins"?'],
    [{ color: 'blue' }, /"color" is not a setting\.$/],
    [{ constructor: 1 }, '"constructor" is not a setting.'],
    [{ tenant: 'Acme' }, '"tenant" belongs on the command line, not into a file.'],
    [{ config: 'other.json' }, '"config" belongs on the command line, not into a file.'],
    [{ port: '4100' }, /^"port" in .*tessera\.json must be a number\.$/],
    [{ port: 4100.5 }, /^"port" in .*tessera\.json must be a whole number from 0 to 65535\.$/],
    [{ port: null }, 'must be a number.'],
    [{ 'elements-expressions': 'yes' }, 'must be true or false.'],
    [{ 'log-level': 'loud' }, 'must be one of silent, error, warn, info, debug.'],
    [{ host: '' }, '"host" in'],
    [{ 'allowed-origins': 'https://shop.example' }, 'must be a list of texts without commas, with one entry at least.'],
    [{ 'allowed-origins': [] }, 'must be a list'],
    [{ 'allowed-origins': ['https://a.example,https://b.example'] }, 'must be a list'],
    [{ 'tls-key': { file: 'x' } }, '"tls-key" in'],
    [{ 'database-url': { path: 'x' } }, 'must be a text, or { "file": "PATH" }.'],
    [{ 'database-url': { file: 'nowhere' } }, 'cannot be read: there is no such file or folder (ENOENT).'],
    [{ a: [[[[]]]] }, 'is not JSON: Nested more than 3 levels deep'],
  ])('is refused when it holds %j', (content, message) => {
    if (message instanceof RegExp) expect(refusal(content)).toMatch(message);
    else expect(refusal(content)).toContain(message);
  });

  it.each(['database-url', 'egress-proxy'])('holds no password of %s, and does not repeat one', (name) => {
    const message = refusal({ [name]: 'postgres://user:hunter2@db.example/tessera' });
    expect(message).toContain('contains a password. Put it into a file of its own: { "file": "PATH" }');
    expect(message).not.toContain('hunter2');
  });

  it('that holds anything else is refused in words that repeat no value', () => {
    const strange = fc.dictionary(fc.constantFrom(...settings, 'x', '__proto__'), fc.jsonValue(), { minKeys: 1 });
    fc.assert(
      fc.property(strange, fc.constantFrom(...settings), (content, name) => {
        const marked = { ...content, [name]: { marker: 'hunter2' } };
        const message = refusal(marked);
        expect(message).not.toContain('hunter2');
        expect(message).toMatch(/\.$/);
      }),
      { numRuns: 50 },
    );
  });
});

it('works for every command that opens a vault', async () => {
  const folder = join(temporaryFolder(), 'vault');
  const config = write({ 'data-dir': folder, port: 0 });
  expect((await run(['init', '--tenant', 'Acme', '--config', config, '--json'])).code).toBe(0);
  const { code, out } = await run(['tenants', 'list', '--json'], { TESSERA_CONFIG: config });
  expect([code, JSON.parse(out).tenants.length]).toEqual([0, 1]);
  expect((await run(['serve', '--config', '/nowhere.json'])).err).toBe(
    '--config /nowhere.json cannot be read: there is no such file or folder (ENOENT).\n',
  );
});
