import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { run, serve } from '../../packages/vault/src/cli/testing/commands.ts';
import { freshDatabase } from '../../packages/vault/src/store/testing/postgres-database.ts';
import { session } from '../../packages/vault/src/store/testing/sessions.ts';
import { temporaryFolder } from '../../packages/vault/src/store/testing/temporary-folder.ts';
import { freePort } from './free-port.ts';

const program = '/usr/sbin/pgbouncer';

/** PgBouncer refuses to run as root. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** A PgBouncer in front of a fresh database, on a port of its own. */
const pooled = async (
  mode: 'session' | 'transaction' | 'statement',
  settings: Record<string, string | number> = {},
) => {
  const direct = await freshDatabase();
  const { pathname, searchParams } = new URL(direct);
  const database = pathname.slice(1);
  const folder = mkdtempSync(join(tmpdir(), 'tessera-bouncer-'));
  if (nobody.uid !== undefined) chownSync(folder, nobody.uid, nobody.gid);
  const port = await freePort();
  const lines = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    auth_type: 'any',
    pool_mode: mode,
    ...settings,
  };
  writeFileSync(
    join(folder, 'ini'),
    `[databases]\n${database} = host=${searchParams.get('host')} user=tessera\n[pgbouncer]\n${Object.entries(lines)
      .map(([name, value]) => `${name} = ${value}\n`)
      .join('')}`,
  );
  let child: ChildProcess | undefined;
  const start = async () => {
    child = spawn(program, [join(folder, 'ini')], { ...nobody, stdio: ['ignore', 'ignore', 'pipe'] });
    for await (const line of createInterface({ input: child.stderr ?? process.stdin })) {
      if (line.includes('process up')) break;
    }
    child.stderr?.resume();
  };
  const stop = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  await start();
  onTestFinished(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return { direct, url: `postgres://tessera@127.0.0.1:${port}/${database}`, stop, start };
};

const init = (url: string, folder = join(temporaryFolder(), 'vault')) =>
  run(['init', '--data-dir', folder, '--database-url', url, '--tenant', 'Acme', '--json']);

it('PgBouncer is installed where Debian has it', () => {
  if (!existsSync(program)) process.stderr.write(`Not tested, because it is not installed: PgBouncer (${program})\n`);
  expect(existsSync('/usr/bin/apt-get') && !existsSync(program), 'install it, or run npm test as root').toBe(false);
});

describe.runIf(existsSync(program))('a vault behind PgBouncer', () => {
  it('that pools by session works, and again after a restart of the pooler', async () => {
    const { url, stop, start } = await pooled('session');
    const folder = join(temporaryFolder(), 'vault');
    const made = await init(url, folder);
    expect(made).toMatchObject({ code: 0, err: '' });
    const server = await serve(folder, ['--database-url', url]);
    const { key } = JSON.parse(made.out);
    const post = (path: string, apiKey: string, body: object) =>
      fetch(`${server.url}${path}`, {
        method: 'POST',
        headers: { 'BT-API-KEY': apiKey, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
    const permissions = ['token:general:create', 'token:general:read:high'];
    const application = await (
      await post('/applications', key, { name: 'A', type: 'server_to_server', permissions })
    ).json();
    const create = (data: number) => post('/tokens', application.key, { type: 'token', data });
    const answers = await Promise.all(Array.from({ length: 50 }, (_, data) => create(data)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    const { id } = (await answers[7]?.json()) ?? {};
    const read = async () => {
      const answer = await fetch(`${server.url}/tokens/${id}`, { headers: { 'BT-API-KEY': application.key } });
      return answer.status === 200 ? (await answer.json()).data : answer.status;
    };
    expect(await read()).toBe(7);

    await stop();
    expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
    await start();
    expect(await read()).toBe(7);
    expect((await create(51)).status).toBe(201);
    expect(await server.end()).toBe(0);
  });

  it.each(['transaction', 'statement'] as const)(
    'that pools by %s is refused before anything is made',
    async (mode) => {
      const { direct, url } = await pooled(mode, { default_pool_size: 5 });
      const { code, out, err } = await init(url);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toContain(
        mode === 'transaction' ? 'set pool_mode = session for this database.' : 'set pool_mode = session',
      );
      const { rows } = await (await session(direct)).query(
        `select nspname from pg_namespace where nspname like 'tessera%'`,
      );
      expect(rows).toEqual([]);
    },
  );

  it.each<[string, string, (url: string) => string, Record<string, string | number>]>([
    ['unsupported startup parameter', 'take "options" out of the URL', (url) => `${url}?options=-c%20geqo%3Doff`, {}],
    ['bouncer config error', 'name the database under [databases]', (url) => `${url}x`, {}],
    ['no more connections allowed (max_client_conn)', 'raise max_client_conn', (url) => url, { max_client_conn: 1 }],
    ['query_wait_timeout', 'raise default_pool_size', (url) => url, { default_pool_size: 1, query_wait_timeout: 1 }],
  ])('that refuses a connection is quoted: %s', async (words, helps, change, settings) => {
    const { url } = await pooled('session', settings);
    const { code, err } = await init(change(url));
    expect(code).toBe(1);
    expect(err).toContain(`PgBouncer says "${words}": `);
    expect(err).toContain(helps);
  });
});
