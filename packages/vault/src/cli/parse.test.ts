import { describe, expect, it } from 'vitest';
import { CommandError } from './command-error.ts';
import { parseFlags } from './parse.ts';

const parse = (args: string[], environment: Record<string, string> = {}) =>
  parseFlags('serve', ['data-dir', 'port', 'json', 'public-url', 'log-level'], args, environment);

const refusal = (args: string[], environment: Record<string, string> = {}) => {
  try {
    parse(args, environment);
    return expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(CommandError);
    expect(error).toMatchObject({ exitCode: 2 });
    return error instanceof Error ? error.message : '';
  }
};

describe('a flag', () => {
  it('has its default when nothing is said', () => {
    expect(parse([])).toEqual({
      'data-dir': './.tessera',
      port: 4100,
      json: false,
      'public-url': undefined,
      'log-level': 'info',
    });
  });

  it('is taken from the command line before the environment before the default', () => {
    const environment = { TESSERA_PORT: '4200', TESSERA_DATA_DIR: '/srv/vault', TESSERA_JSON: 'true' };
    expect(parse([], environment)).toMatchObject({ port: 4200, 'data-dir': '/srv/vault', json: true });
    expect(parse(['--port', '0', '--data-dir=./x'], environment)).toMatchObject({ port: 0, 'data-dir': './x' });
    expect(parse([], { TESSERA_PORT: '' })).toMatchObject({ port: 4100 });
  });

  it.each([
    [['--prot', '1'], 'serve does not know --prot. Did you mean --port? See: tessera-vault serve --help'],
    [['--tenant', 'Acme'], 'serve does not know --tenant.'],
    [['-p', '1'], 'serve does not know -p.'],
    [['4100'], 'serve takes flags only; "4100" is not one.'],
    [['--port'], '--port needs a value: --port NUMBER'],
    [['--data-dir', '--json'], '--data-dir needs a value: --data-dir DIR'],
    [['--data-dir='], '--data-dir needs a value'],
    [['--port', '65536'], '--port must be a whole number from 0 to 65535.'],
    [['--port', '80x'], '--port must be a whole number'],
    [['--port', '-1'], '--port must be a whole number'],
    [['--log-level', 'loud'], '--log-level must be one of silent, error, warn, info, debug.'],
    [['--log-level', 'DEBUG'], 'info, debug. Did you mean debug?'],
    [['--log-level=inf'], 'info, debug. Did you mean info?'],
    [['--json=maybe'], '--json must be true or false.'],
  ])('that is wrong is named: %j', (args, message) => {
    expect(refusal(args)).toContain(message);
  });

  it('says where a port came from that Kubernetes has written over', () => {
    const message = refusal([], { TESSERA_PORT: 'tcp://10.0.0.1:4100' });
    expect(message).toMatch(/^TESSERA_PORT holds an address, as Kubernetes sets it .* enableServiceLinks: false/);
    expect(message).not.toContain('10.0.0.1');
  });

  it('that is wrong in the environment is named as it stands there', () => {
    expect(refusal([], { TESSERA_PORT: 'http' })).toBe('TESSERA_PORT must be a whole number from 0 to 65535.');
    expect(refusal([], { TESSERA_JSON: 'maybe' })).toBe('TESSERA_JSON must be true or false.');
  });

  it('that nothing can be done without is asked for', () => {
    expect(() => parseFlags('init', ['tenant'], [], {})).toThrow('--tenant NAME is needed (or TESSERA_TENANT).');
    expect(parseFlags('init', ['tenant'], ['--tenant=--odd'], {})).toEqual({ tenant: '--odd' });
  });
});
