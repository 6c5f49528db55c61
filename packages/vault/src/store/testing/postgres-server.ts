import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { postgresBinaries } from './postgres-binaries.ts';

/** A PostgreSQL server of its own, in a folder of its own, behind a socket in that folder. */
export interface PostgresServer {
  /** The URL of one of its databases. */
  url(database: string): string;
  start(): Promise<void>;
  /** `fast` ends sessions as an administrator would; `immediate` is what a crash leaves behind. */
  stop(how: 'fast' | 'immediate'): Promise<void>;
  /** Stops it and removes everything. */
  remove(): Promise<void>;
}

const settings = {
  listen_addresses: '',
  // The machine outlives the test, and that is all this leaves to luck.
  fsync: 'off',
  full_page_writes: 'off',
  shared_buffers: '32MB',
  max_connections: '200',
  lc_messages: 'C',
};

/** The server refuses to run as root: then it runs as its own user, or as nobody. */
export const someoneElse = (): { uid?: number; gid?: number } => {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const wanted of ['postgres', 'nobody']) {
    const user = users.find(([name]) => name === wanted);
    if (user) return { uid: Number(user[2]), gid: Number(user[3]) };
  }
  throw new Error('A PostgreSQL server cannot run as root, and there is neither a user postgres nor nobody.');
};

/** Becomes the server, and leaves one behind that stops it when our end of its standard input closes, however we end. */
const script = `
  exec 3<&0
  (cat <&3 >/dev/null; test -f "$1/postmaster.pid" && kill -INT $$) 2>/dev/null &
  server=$2; data=$1; shift 2
  exec "$server" -D "$data" "$@" 3<&-
`;

/** Starts the server of a data folder, behind a socket in `folder`, and waits until it answers. */
export const launchPostgres = async (
  { binaries, folder, data }: { binaries: string; folder: string; data: string },
  settings: Readonly<Record<string, string>>,
  options: { uid?: number; gid?: number; cwd: string; env: NodeJS.ProcessEnv },
): Promise<ChildProcess> => {
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const args = ['-c', script, 'sh', data, join(binaries, 'postgres'), '-k', folder, ...flags];
  const child = spawn('/bin/sh', args, { ...options, stdio: ['pipe', 'ignore', 'pipe'] });
  const said: string[] = [];
  for await (const line of createInterface(child.stderr)) {
    if (/ready to accept (read-only )?connections/.test(line)) {
      child.stderr.resume();
      return child;
    }
    said.push(line);
  }
  throw new Error(`The PostgreSQL server of ${binaries} did not start:\n${said.join('\n')}`);
};

/** `own` are settings (postgresql.conf) that stand in place of ours. */
export const startPostgres = async (own: Readonly<Record<string, string>> = {}): Promise<PostgresServer> => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-pg-'));
  const user = someoneElse();
  const binaries = postgresBinaries(folder);
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (user.uid !== undefined && user.gid !== undefined) {
    chmodSync(folder, 0o755);
    for (const path of [folder, data]) chownSync(path, user.uid, user.gid);
  }
  const options = { ...user, cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C' } };

  const initialise = ['-D', data, '-U', 'tessera', '-A', 'trust', '-E', 'UTF8', '--no-sync'];
  const { status, stderr } = spawnSync(join(binaries, 'initdb'), initialise, { ...options, encoding: 'utf8' });
  if (status !== 0) throw new Error(`initdb of ${binaries} failed:\n${stderr}`);

  let running: ChildProcess | undefined;

  const start = async () => {
    running = await launchPostgres({ binaries, folder, data }, { ...settings, ...own }, options);
  };

  const stop = async (how: 'fast' | 'immediate') => {
    const child = running;
    running = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
    await ended;
    child.stdin?.destroy();
  };

  await start();
  return {
    url: (database) => `postgres://tessera@localhost/${database}?host=${encodeURIComponent(folder)}`,
    start,
    stop,
    remove: async () => {
      await stop('immediate');
      // Thousands of files: were the thread held meanwhile, Vitest could not hear that its workers have ended, and would say that they had not.
      await rm(folder, { recursive: true, force: true });
    },
  };
};
