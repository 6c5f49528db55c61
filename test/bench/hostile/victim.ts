import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Strain } from './stalls.ts';

/** A vault in a process of its own, with two tenants. */
export interface Victim {
  origin: string;
  /** Management keys. */
  attacker: string;
  neighbour: string;
  /** What its main thread did since the last question. */
  strain(): Promise<Strain>;
  /** Megabytes that the process occupied at its peak. Linux tells it; elsewhere it is not a number. */
  peak(): number;
  remove(): Promise<void>;
}

const inRepository = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const node = ['--conditions=@tessera/source'];
const cli = inRepository('../../../packages/vault/src/cli.ts');

const run = (...args: string[]): { key: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, cli, ...args, '--json'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${args[0]} failed: ${stderr}`);
  return JSON.parse(stdout);
};

/** The end of a file, which may be too large for the memory. */
const tailOf = (path: string): string => {
  const size = Math.min(statSync(path).size, 2000);
  const bytes = Buffer.alloc(size);
  const file = openSync(path, 'r');
  readSync(file, bytes, 0, size, statSync(path).size - size);
  closeSync(file);
  return bytes.toString('utf8');
};

const peakOf = ({ pid }: ChildProcess): number => {
  try {
    return Number(/^VmHWM:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
};

export const startVictim = async (): Promise<Victim> => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-hostile-'));
  const data = join(folder, 'vault');
  const log = join(folder, 'vault.log');
  const attacker = run('init', '--data-dir', data, '--tenant', 'Attacker').key;
  const neighbour = run('tenants', 'create', '--data-dir', data, '--tenant', 'Neighbour', '--stop-unpinned-pages').key;
  const output = openSync(log, 'w');
  const serve = [cli, 'serve', '--data-dir', data, '--port', '0', '--rate', '1000000'];
  const child = spawn(process.execPath, [...node, '--import', inRepository('./stalls.ts'), ...serve], {
    stdio: ['ignore', output, output, 'ipc'],
  });
  const exited = once(child, 'exit');
  // Built once: each question of its own would keep a copy of the log, which is large.
  const ended = exited.then(([code, signal]) => {
    throw new Error(`The vault ended (${code ?? signal}):\n${tailOf(log)}`);
  });
  ended.catch(() => undefined);
  const remove = async () => {
    child.kill('SIGKILL');
    await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  for (;;) {
    const [origin] = /http:\/\/127\.0\.0\.1:\d+/.exec(readFileSync(log, 'utf8')) ?? [];
    if (origin !== undefined) {
      const strain = async (): Promise<Strain> => {
        const answered = once(child, 'message');
        child.send('strain');
        return (await Promise.race([answered, ended]))[0];
      };
      return { origin, attacker, neighbour, strain, peak: () => peakOf(child), remove };
    }
    if (child.exitCode !== null) throw new Error(`The vault did not start:\n${readFileSync(log, 'utf8')}`);
    await pause(50);
  }
};
