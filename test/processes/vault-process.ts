import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../packages/vault/src/cli.ts', import.meta.url));

/** Arguments of Node that run a vault from its sources. */
const fromSources = ['--conditions=@tessera/source', cli];

/** What `init --json` prints. */
export interface Initialised {
  tenant_id: string;
  application_id: string;
  key: string;
}

/** A vault in a process of its own, started from the command line as users start it. */
export interface VaultProcess {
  /** Its address, `http://127.0.0.1:…`. */
  origin: string;
  /** All it has written to stdout and stderr so far. */
  output(): Buffer;
  /** Asks it to read its settings again, and waits for the line of the log that matches. */
  reload(line: RegExp): Promise<string>;
  /** Asks it to end, as Ctrl-C does, and returns its exit code. */
  stop(): Promise<number | null>;
  /** Kills it without warning, like a power cut. */
  kill(): Promise<void>;
}

/** A new folder for a vault, and how to remove it. */
export function dataFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'tessera-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Runs a command to its end and returns its exit code and what it has written. */
export async function runVault(args: readonly string[], program: readonly string[] = fromSources) {
  const { child, output } = start(args, [], program);
  const [code] = await once(child, 'close');
  return { code: Number(code), stdout: output.stdout().toString(), all: output.all().toString() };
}

/** Runs `init` in a folder. */
export async function initVault(
  folder: string,
  program: readonly string[] = fromSources,
  flags: readonly string[] = [],
): Promise<Initialised> {
  const { code, stdout, all } = await runVault(
    ['init', '--data-dir', folder, '--tenant', 'Acme', '--json', ...flags],
    program,
  );
  if (code !== 0) throw new Error(`init ended with ${code}: ${all}`);
  return JSON.parse(stdout) as Initialised;
}

/**
 * Runs `serve` in a folder, on a free port, and waits until it says where it listens.
 *
 * @param preload modules that Node loads before the vault.
 * @param flags of `serve`, beside folder and port.
 * @param program what Node is told to run, the sources by default.
 */
export async function serveVault(
  folder: string,
  preload: readonly string[] = [],
  flags: readonly string[] = [],
  program: readonly string[] = fromSources,
): Promise<VaultProcess> {
  const { child, output } = start(['serve', '--data-dir', folder, '--port', '0', ...flags], preload, program);
  const closed = once(child, 'close');
  const origin = await output.until(/http:\/\/127\.0\.0\.1:\d+/, closed);
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await closed;
  };
  return {
    origin,
    output: output.all,
    reload: (line) => {
      child.kill('SIGHUP');
      return output.until(line, closed);
    },
    stop: async () => {
      await end('SIGTERM');
      return child.exitCode;
    },
    kill: () => end('SIGKILL'),
  };
}

function start(args: readonly string[], preload: readonly string[], program: readonly string[]) {
  const node = [...preload.flatMap((path) => ['--import', path]), ...program];
  // Without the TESSERA_ variables of the person who runs the tests.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TESSERA_')));
  const child = spawn(process.execPath, [...node, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  return { child, output: collect(child) };
}

function collect(child: ChildProcess) {
  const chunks: { from: 'stdout' | 'stderr'; bytes: Buffer }[] = [];
  for (const from of ['stdout', 'stderr'] as const) {
    child[from]?.on('data', (bytes: Buffer) => chunks.push({ from, bytes }));
  }
  const all = () => Buffer.concat(chunks.map(({ bytes }) => bytes));
  const stdout = () => Buffer.concat(chunks.filter(({ from }) => from === 'stdout').map(({ bytes }) => bytes));

  const until = async (pattern: RegExp, closed: Promise<unknown>): Promise<string> => {
    const found = new Promise<string>((resolve) => {
      const look = () => {
        const [text] = pattern.exec(all().toString()) ?? [];
        if (text !== undefined) resolve(text);
      };
      child.stdout?.on('data', look);
      child.stderr?.on('data', look);
    });
    const ended = closed.then(() => Promise.reject(new Error(`The vault ended: ${all()}`)));
    return await Promise.race([found, ended]);
  };

  return { all, stdout, until };
}

/** Creates an application over HTTP and returns its key. */
export async function makeApplication(
  { origin }: VaultProcess,
  managementKey: string,
  type: string,
  permissions: string[],
): Promise<string> {
  const response = await fetch(`${origin}/applications`, {
    method: 'POST',
    headers: { 'bt-api-key': managementKey, 'content-type': 'application/json' },
    body: JSON.stringify({ name: `A ${type} application`, type, permissions }),
  });
  if (response.status !== 201) throw new Error(`No application: ${await response.text()}`);
  const { key } = (await response.json()) as { key: string };
  return key;
}
