import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { InnerLimits } from './inside/protocol.ts';

/** A way to start a process for formulas, the one with most walls around it first. */
export interface Form {
  name: 'network' | 'resources' | 'plain';
  /** What stands before the command of Node itself. */
  before: readonly string[];
  limited: boolean;
}

/**
 * The shell takes limits on itself that no process can lift again: no core file, few open files, no writing, and ten minutes of
 * processor time over all calls. Address space stays free, since engines reserve far more than they use.
 */
const limited = ['/bin/sh', '-c', 'ulimit -c 0 && ulimit -n 64 && ulimit -f 0 && ulimit -t 600 && exec "$@"', 'sh'];
/** What the shell has put into the environment goes again. */
const bare = ['/usr/bin/env', '-i'];
/** A network of its own with nothing in it. */
const alone = ['/usr/bin/unshare', '--user', '--map-root-user', '--net'];

export const forms: readonly Form[] = [
  { name: 'network', before: [...limited, ...bare, ...alone], limited: true },
  { name: 'resources', before: [...limited, ...bare], limited: true },
  { name: 'plain', before: [], limited: false },
];

/** Whether the programs that a form starts with are there. */
export const isThere = ({ before }: Form): boolean =>
  before.filter((word) => word.startsWith('/')).every((file) => existsSync(file));

/** What the process may read: its own code and the three packages that are the engine. */
const readable = (entry: string): string[] => {
  const engine = realpathSync(fileURLToPath(import.meta.resolve('quickjs-emscripten-core')));
  const wasm = realpathSync(fileURLToPath(import.meta.resolve('@jitl/quickjs-wasmfile-release-sync')));
  // A package of a package: it need not lie where ours are found.
  const types = realpathSync(createRequire(engine).resolve('@jitl/quickjs-ffi-types'));
  const packages = [engine, wasm, types].map((file) => dirname(dirname(file)));
  return [dirname(realpathSync(entry)), ...packages];
};

const flags = (entry: string): string[] => [
  '--permission',
  ...readable(entry).map((folder) => `--allow-fs-read=${folder}`),
  '--disallow-code-generation-from-strings',
  '--disable-proto=delete',
  '--no-addons',
  '--no-warnings',
  '--expose-gc',
  '--max-old-space-size=128',
  // Young objects of one call are few; more room for them would only be filled with garbage of earlier calls.
  '--max-semi-space-size=1',
  // One call runs at a time: threads beside it would take memory, each with what it has compiled or collected last.
  '--v8-pool-size=0',
];

/** Starts a process that runs a file, with an engine for these limits. Nothing of this one reaches it but two pipes. */
export const launch = (form: Form, entry: string, limits?: InnerLimits): ChildProcess => {
  const command = [
    ...form.before,
    process.execPath,
    ...flags(entry),
    entry,
    form.limited ? 'limited' : 'plain',
    ...(limits ? [JSON.stringify(limits)] : []),
  ];
  const [program = process.execPath, ...rest] = command;
  return spawn(program, rest, { env: {}, cwd: '/', stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true });
};
