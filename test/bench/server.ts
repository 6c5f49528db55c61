import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { nodeFlags } from './built.ts';

/** A server under test, in a process of its own. */
export interface Server {
  origin: string;
  /** The id of its process. */
  pid?: number | undefined;
  /** Processor time that all its threads have used so far, in microseconds. NaN except on Linux. */
  used(): number;
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** The module to run, and its arguments. */
  file: string;
  args: readonly string[];
  /** The file for its output, as in production. Reading a pipe would use processor time of the same machine. */
  log: string;
  /** Modules that are loaded before its own. */
  imports?: readonly string[] | undefined;
  /** A folder for a CPU profile of the server. */
  profile?: string | undefined;
}

/** User and system time of a process in ticks of a hundredth of a second (proc(5), fields 14 and 15 of `stat`). */
const usedBy = (pid: number | undefined): number => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10_000;
  } catch {
    return Number.NaN;
  }
};

/** Starts a server and waits until its output names its address. */
export const startServer = async ({ file, args, log, imports = [], profile }: ServerOptions): Promise<Server> => {
  const output = openSync(log, 'w');
  const node = [
    ...nodeFlags(file),
    ...imports.map((module) => `--import=${module}`),
    ...(profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]),
  ];
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, [...node, path, ...args], { stdio: ['ignore', output, output] });
  const exited = once(child, 'exit');
  for (;;) {
    const [origin] = /http:\/\/127\.0\.0\.1:\d+/.exec(readFileSync(log, 'utf8')) ?? [];
    if (origin !== undefined) {
      return {
        origin,
        pid: child.pid,
        used: () => usedBy(child.pid),
        stop: async () => {
          child.kill('SIGTERM');
          await exited;
        },
      };
    }
    if (child.exitCode !== null) throw new Error(`${file} did not start:\n${readFileSync(log, 'utf8')}`);
    await pause(50);
  }
};
