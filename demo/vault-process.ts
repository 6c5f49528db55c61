import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { StartError } from './options.ts';

// The vault runs from its sources, like everything in the repository that browsers do not load.
const cli = [
  '--conditions=@tessera/source',
  fileURLToPath(new URL('cli.ts', import.meta.resolve('@tessera/vault'))),
];

/** How long a vault may take to answer after its start, and to end after it was asked to, in milliseconds. */
const patience = 15_000;

/** Runs a command of the vault on its data, and reads what it prints as JSON. */
export const vaultCommand = async (dataDir: string, args: readonly string[]) => {
  const child = spawn(
    process.execPath,
    [...cli, ...args, '--data-dir', dataDir, '--json'],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let out = '';
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0)
    throw new StartError(`tessera-vault ${args[0]} failed:\n${said.trim()}`);
  return JSON.parse(out);
};

/** Makes a vault in an empty folder, with a tenant and its management key. */
export const initVault = async (
  dataDir: string,
  tenant: string,
): Promise<{ key: string }> =>
  await vaultCommand(dataDir, ['init', '--tenant', tenant]);

const hasEnded = (child: ChildProcess) =>
  child.exitCode !== null || child.signalCode !== null;

/** Runs a vault in a process of its own, as in production. Its log is a file beside its data. */
export const serveVault = async (
  dataDir: string,
  port: number,
  origin: string,
  more: readonly string[],
) => {
  const logFile = join(dataDir, 'vault.log');
  const log = openSync(logFile, 'a', 0o600);
  const before = fstatSync(log).size;
  // In a process group of its own: Ctrl-C then reaches only this process, which closes the shop before the vault.
  const child = spawn(
    process.execPath,
    [
      ...cli,
      'serve',
      '--data-dir',
      dataDir,
      '--port',
      String(port),
      '--public-url',
      origin,
      ...more,
    ],
    { stdio: ['ignore', log, log], detached: true },
  );
  closeSync(log);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));

  const stop = async () => {
    if (hasEnded(child)) return;
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), patience);
    await ended;
    clearTimeout(late);
  };

  const lastWords = () =>
    readFileSync(logFile)
      .subarray(before)
      .toString()
      .trim()
      .split('\n')
      .slice(-12)
      .join('\n');

  const deadline = performance.now() + patience;
  for (;;) {
    if (hasEnded(child))
      throw new StartError(`The vault did not start:\n${lastWords()}`);
    const answer = await fetch(new URL('/healthz', origin)).catch(() => undefined);
    if (answer?.ok) break;
    if (performance.now() > deadline) {
      await stop();
      throw new StartError(
        `The vault did not answer at ${origin} within ${patience / 1000} s. See ${logFile}`,
      );
    }
    await pause(40);
  }
  return { stop, ended, lastWords };
};
