import { type ChildProcess, execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { firstColumn } from '../../packages/vault/src/store/testing/first-column.ts';
import { postgresBinaries } from '../../packages/vault/src/store/testing/postgres-binaries.ts';
import { launchPostgres, someoneElse } from '../../packages/vault/src/store/testing/postgres-server.ts';

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
  /** The first column of the first row, as text. */
  sql(text: string): Promise<string>;
}

/**
 * A primary and its standbys, which follow it by streaming replication. The network between them can be cut. `settings` are those of
 * every member (postgresql.conf). Needs no other programs than a server has: a standby begins as a copy of the primary's folder.
 */
export const startGroup = async (standbys: readonly string[], settings: Readonly<Record<string, string>> = {}) => {
  const owner = someoneElse();
  const home = mkdtempSync(join(tmpdir(), 'tessera-failover-'));
  chmodSync(home, 0o755);
  const binaries = postgresBinaries(home);
  const options = { ...owner, cwd: home, env: { PATH: process.env.PATH, LC_ALL: 'C' } };
  const run = (program: string, ...args: string[]) => promisify(execFile)(join(binaries, program), args, options);
  const dataOf = (name: string) => join(home, name, 'data');

  const member = (name: string): Member => {
    const folder = join(home, name);
    let child: ChildProcess | undefined;
    const end = async (signal: NodeJS.Signals) => {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
      child.stdin?.destroy();
    };
    return {
      name,
      folder,
      sql: async (text) => {
        const url = `postgres://tessera@localhost/postgres?host=${encodeURIComponent(folder)}`;
        return (await firstColumn(url, text))[0] ?? '';
      },
      kill: () => end('SIGQUIT'),
      stop: () => end('SIGINT'),
      start: async () => {
        const own = { listen_addresses: '', shared_buffers: '64MB', max_connections: '100', cluster_name: name };
        child = await launchPostgres({ binaries, folder, data: dataOf(name) }, { ...own, ...settings }, options);
      },
      promote: async () => {
        const started = performance.now();
        await run('pg_ctl', 'promote', '-D', dataOf(name), '-w');
        return performance.now() - started;
      },
    };
  };

  const makeFolders = (name: string) => {
    mkdirSync(dataOf(name), { recursive: true, mode: 0o700 });
    chmodSync(join(home, name), 0o755);
    if (owner.uid !== undefined && owner.gid !== undefined)
      for (const path of [join(home, name), dataOf(name)]) chownSync(path, owner.uid, owner.gid);
  };
  makeFolders('primary');
  await run('initdb', '-D', dataOf('primary'), '-U', 'tessera', '-A', 'trust', '-E', 'UTF8');
  const primary = member('primary');
  const network = await floatingAddress(primary);
  const { hostname, port } = new URL(network.url);
  const followers = standbys.map((name) => {
    makeFolders(name);
    const address = `host=${hostname} port=${port} user=tessera application_name=${name}`;
    const lines = `primary_conninfo = '${address}'\nprimary_slot_name = '${name}'\n`;
    // Copied while the primary stands still, which so needs no backup.
    cpSync(dataOf('primary'), dataOf(name), { recursive: true });
    writeFileSync(join(dataOf(name), 'postgresql.auto.conf'), lines);
    writeFileSync(join(dataOf(name), 'standby.signal'), '');
    return member(name);
  });
  if (owner.uid !== undefined) {
    const whose = `${owner.uid}:${owner.gid}`;
    await promisify(execFile)('chown', ['-R', whose, ...standbys.map(dataOf)]);
  }
  await primary.start();
  for (const name of standbys) await primary.sql(`select pg_create_physical_replication_slot('${name}')`);
  for (const follower of followers) await follower.start();
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
