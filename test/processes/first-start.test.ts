import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inRoot } from '../../build/root.ts';
import { dataFolder } from './vault-process.ts';

/*
 * What the first commands in a fresh checkout say before anything is installed. The checkout has what `.ci/setup.mjs` reads; an `npm`
 * in front of the real one notes that it was asked to install, and fails.
 */
const checkout = dataFolder();
const at = (path: string) => join(checkout.path, path);
let taken: Server;
let port: string;

beforeAll(async () => {
  for (const path of [
    '.ci/setup.mjs',
    'demo/ports.json',
    'package.json',
    'package-lock.json',
    'packages/vault/package.json',
  ]) {
    cpSync(inRoot(path), at(path));
  }
  mkdirSync(at('bin'));
  writeFileSync(at('bin/npm'), `#!/bin/sh\necho "$@" > '${at('asked')}'\nexit 1\n`, { mode: 0o755 });
  taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  port = String((taken.address() as AddressInfo).port);
});
afterAll(() => {
  taken.close();
  checkout.remove();
});

/** Runs a script of package.json with arguments, as npm does: in a shell that appends them. */
const npmRun = (script: string, args: readonly string[], variables: Record<string, string> = {}) => {
  const others = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TESSERA_')));
  const { status, stderr } = spawnSync('sh', ['-c', `${script} ${args.join(' ')}`], {
    cwd: checkout.path,
    encoding: 'utf8',
    env: { ...others, ...variables, PATH: `${at('bin')}:${process.env.PATH}` },
  });
  return { status, said: stderr, hasAskedNpm: existsSync(at('asked')) };
};
const { scripts } = (await import(inRoot('package.json'), { with: { type: 'json' } })).default;

describe.each(['start', 'dev'])('npm run %s', (name) => {
  it.each([
    ['a flag', (taken: string) => ({ args: ['--demo-port', '0', '--port', taken] }), 'port'],
    ['a flag in one word', (taken: string) => ({ args: ['--port', '0', `--demo-port=${taken}`] }), 'demo-port'],
    ['a variable', (taken: string) => ({ args: ['--demo-port', '0'], variables: { TESSERA_PORT: taken } }), 'port'],
  ] as const)('says before it installs that the port of %s is taken', (_, given, flag) => {
    const { args, variables } = { variables: {}, ...given(port) };
    const { status, said, hasAskedNpm } = npmRun(scripts[name], args, variables);
    expect({ status, hasAskedNpm }).toEqual({ status: 1, hasAskedNpm: false });
    expect(said).toContain(`Port ${port} is taken`);
    expect(said).toContain(`npm start -- --${flag} ${Number(port) + 1000}`);
  });
});

it('npm run vault installs first, so that a Node that knows no TypeScript never sees a source', () => {
  const { status, said, hasAskedNpm } = npmRun(scripts.vault, ['init']);
  expect({ status, hasAskedNpm }).toEqual({ status: 1, hasAskedNpm: true });
  expect(said).toContain('Installing dependencies (npm ci)');
  expect(said).toContain('npm ci failed');
  expect(said).not.toContain('ERR_');
});
