import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { nodeFlags } from '../built.ts';
import { milliseconds } from '../table.ts';
import type { Measuring, Subjects } from './calls.ts';
import type { Build } from './revision.ts';
import { against, type Row } from './row.ts';
import { figure, note, type Samples } from './samples.ts';
import { initialise } from './subject.ts';

/**
 * Bytes of memory of a process (proc(5), `smaps_rollup`). `Rss` counts every page that is resident, `Pss` a page of several processes only
 * in parts: Node's own 40 MB are there once, however many processes run it. Not a number except on Linux.
 */
const memoryOf =
  (kind: 'Rss' | 'Pss') =>
  (pid: number | string | undefined): number => {
    try {
      const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
      return Number(new RegExp(`^${kind}:\\s*(\\d+)`, 'm').exec(text)?.[1]) * 1024;
    } catch {
      return Number.NaN;
    }
  };

/** What processes for formulas run: in a build it lies beside the rest, in the sources in a folder of its own. */
const formulaProgram = /\/(?:dist|inside)\/process\.[jt]s\0/;

/** The processes for formulas of a vault. */
const formulaProcesses = (pid: number | undefined): string[] => {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean),
  );
  return children.filter((child) => formulaProgram.test(readFileSync(`/proc/${child}/cmdline`, 'utf8')));
};

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MB`;

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
};

/** Starts a vault for the first time, and hands it over when it is ready. Gives the time until then. */
const firstStart = async (build: Build, look: (pid: number | undefined) => Promise<void> | void): Promise<number> => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-bench-start-'));
  try {
    initialise(build, folder);
    const port = await freePort();
    const args = [...nodeFlags(build.cli), build.cli, 'serve', '--data-dir', folder, '--port', String(port)];
    const started = performance.now();
    const child = spawn(process.execPath, args, { stdio: 'ignore' });
    const exited = once(child, 'exit');
    const ready = () =>
      fetch(`http://127.0.0.1:${port}/readyz`)
        .then(({ ok }) => ok)
        .catch(() => false);
    while (!(await ready())) {
      if (child.exitCode !== null) throw new Error('The vault ended before it was ready.');
      await pause(5);
    }
    const taken = performance.now() - started;
    await look(child.pid);
    child.kill('SIGTERM');
    await exited;
    return taken;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

type Builds = Readonly<Record<'before' | 'now', Build>>;

/** The time of a first start until `/readyz`. */
export const starts = async ({ rounds }: Measuring, builds: Builds): Promise<Row[]> => {
  const samples: Samples = new Map();
  for (let round = 0; round < rounds; round += 1)
    for (const name of ['before', 'now'] as const) note(samples, name, await firstStart(builds[name], () => undefined));
  const row = { what: 'first start until /readyz', before: figure(samples, 'before'), now: figure(samples, 'now') };
  return [against({ ...row, write: milliseconds }, { most: 0.5, words: '≤ 0.5 ×' })];
};

/** Seconds after which what was needed for the start alone has gone. */
const settled = 5;

/** Resident memory of a vault that has nothing to do, and of a process that has run formulas. */
export const footprint = async ({ generator }: Measuring, builds: Builds, subjects: Subjects): Promise<Row[]> => {
  const idle = { before: Number.NaN, now: Number.NaN };
  const formula = { before: Number.NaN, now: Number.NaN };
  const shared = { before: Number.NaN, now: Number.NaN };
  for (const name of ['before', 'now'] as const) {
    await firstStart(builds[name], async (pid) => {
      await pause(settled * 1000);
      idle[name] = memoryOf('Rss')(pid);
    });
    const { server, work } = subjects[name];
    await generator.run({ ...work.react, connections: 1, load: { requests: 50 } });
    await pause(2 * settled * 1000);
    const processes = formulaProcesses(server.pid);
    if (processes.length === 0) throw new Error('The vault has no process for formulas.');
    formula[name] = Math.max(...processes.map(memoryOf('Rss')));
    shared[name] = Math.max(...processes.map(memoryOf('Pss')));
  }
  return [
    against({ what: 'resident memory of an idle vault', ...idle, write: megabytes }, { most: 0.6, words: '≤ 0.6 ×' }),
    {
      ...{ what: 'resident memory of a process for formulas', ...formula, write: megabytes },
      ...{ goal: '≤ 40 MB', reached: formula.now / (40 * 2 ** 20) },
    },
    {
      ...{ what: 'the same, pages that processes share counted in parts (PSS)', ...shared, write: megabytes },
      ...{ goal: '≤ 40 MB', reached: shared.now / (40 * 2 ** 20) },
    },
  ];
};
