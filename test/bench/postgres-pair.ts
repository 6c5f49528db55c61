import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { postgresBinaries } from '../../packages/vault/src/store/testing/postgres-binaries.ts';

/** One server of a group: its socket is in its folder. */
export interface Member {
  name: string;
  folder: string;
  /** Ends it as a crash or a power cut does. */
  kill(): Promise<void>;
  /** Ends it in order. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Makes a standby the primary, and returns the milliseconds until it takes writes. */
  promote(): Promise<number>;
  sql(text: string): Promise<string>;
}

const user = () => {
  if (process.getuid?.() !== 0) return {};
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((entry) => entry.split(':'))
    .find(([name]) => name === 'postgres' || name === 'nobody');
  return { uid: Number(line?.[2]), gid: Number(line?.[3]) };
};

/**
 * A primary and its standbys, made by `pg_basebackup` and following by streaming replication; all durable. The network between them can
 * be cut.
 */
export const startGroup = async (standbys: readonly string[]) => {
  const owner = user();
  const home = mkdtempSync(join(tmpdir(), 'tessera-failover-'));
  chmodSync(home, 0o755);
  const binaries = postgresBinaries(home);
  const options = { ...owner, cwd: home, env: { PATH: process.env.PATH, LC_ALL: 'C' }, encoding: 'utf8' } as const;
  const run = async (program: string, ...args: string[]): Promise<string> =>
    (await promisify(execFile)(join(binaries, program), args, options)).stdout;

  const member = (name: string): Member => {
    const folder = join(home, name);
    const data = join(folder, 'data');
    let child: ChildProcess | undefined;
    const end = async (signal: NodeJS.Signals) => {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      await once(child, 'exit');
    };
    const sql = async (text: string) =>
      (await run('psql', '-h', folder, '-U', 'tessera', '-d', 'postgres', '-Atqc', text)).trim();
    return {
      name,
      folder,
      sql,
      kill: () => end('SIGQUIT'),
      stop: () => end('SIGINT'),
      start: async () => {
        const settings = ['listen_addresses=', 'shared_buffers=64MB', 'max_connections=100', `cluster_name=${name}`];
        const args = ['-D', data, '-k', folder, ...settings.flatMap((each) => ['-c', each])];
        const { encoding: _, ...plain } = options;
        child = spawn(join(binaries, 'postgres'), args, { ...plain, stdio: ['ignore', 'ignore', 'pipe'] });
        for await (const line of createInterface({ input: child.stderr as NodeJS.ReadableStream })) {
          if (/ready to accept (read-only )?connections/.test(line)) break;
        }
        child.stderr?.resume();
      },
      promote: async () => {
        const started = performance.now();
        await run('pg_ctl', 'promote', '-D', data, '-w');
        return performance.now() - started;
      },
    };
  };

  const folderFor = (name: string) => {
    const folder = join(home, name);
    mkdirSync(join(folder, 'data'), { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o755);
    if (owner.uid !== undefined)
      for (const path of [folder, join(folder, 'data')]) chownSync(path, owner.uid, owner.gid ?? 0);
    return folder;
  };
  const primaryFolder = folderFor('primary');
  await run('initdb', '-D', join(primaryFolder, 'data'), '-U', 'tessera', '-A', 'trust', '-E', 'UTF8');
  const primary = member('primary');
  await primary.start();
  const network = await floatingAddress(primary);
  const { hostname, port } = new URL(network.url);
  const followers: Member[] = [];
  for (const name of standbys) {
    const folder = folderFor(name);
    await run(
      'pg_basebackup',
      '-h',
      hostname,
      '-p',
      port,
      '-U',
      'tessera',
      '-D',
      join(folder, 'data'),
      '-R',
      '-X',
      'stream',
      '-C',
      '-S',
      name,
      '-c',
      'fast',
    );
    const follower = member(name);
    await follower.start();
    followers.push(follower);
  }
  return {
    primary,
    followers,
    /** Cuts the network between the primary and its standbys. */
    cut: () => network.move(undefined),
    remove: async () => {
      network.close();
      for (const each of [primary, ...followers]) await each.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
};

/** An address that a load balancer would move: passes connections on to one member at a time. */
export const floatingAddress = async (first: Member) => {
  let target: Member | undefined = first;
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    if (!target) return void socket.destroy();
    const upstream = connect(join(target.folder, '.s.PGSQL.5432'));
    for (const end of [socket, upstream]) {
      open.add(end);
      end
        .on('error', () => undefined)
        .on('close', () => {
          open.delete(end);
          socket.destroy();
          upstream.destroy();
        });
    }
    socket.pipe(upstream).pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `postgres://tessera@127.0.0.1:${port}/postgres`,
    /** Sends new connections elsewhere, or nowhere, and ends those that are open. */
    move: (to: Member | undefined) => {
      target = to;
      for (const socket of open) socket.destroy();
    },
    close: () => void server.close(),
  };
};
