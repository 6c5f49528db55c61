import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Worker } from 'node:worker_threads';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { hasSoftHsm } from '../../keys/providers/pkcs11/testing/soft-token.ts';
import { temporaryFolder } from '../../store/testing/temporary-folder.ts';
import { builtFiles } from '../built-files.ts';
import { run, serve, vault } from '../testing/commands.ts';
import { tokenKey } from '../testing/root-key-places.ts';

beforeAll(async () => void (await builtFiles(() => {})), 180_000);

interface Sent {
  key?: string;
  body?: unknown;
}

/** Sends a request on a connection of its own, which the system gives to some worker. Resolves to nothing when the connection breaks. */
const send = async (url: string, method: string, path: string, { key, body }: Sent = {}, agent = new Agent()) => {
  const headers = {
    ...(key && { 'bt-api-key': key }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
  };
  const outgoing = request(url + path, { method, agent, headers });
  outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  try {
    const [answer] = await once(outgoing, 'response');
    let text = '';
    for await (const chunk of answer.setEncoding('utf8')) text += chunk;
    return {
      status: Number(answer.statusCode),
      headers: answer.headers,
      text,
      body: /json/.test(answer.headers['content-type'] ?? '') ? JSON.parse(text) : undefined,
    };
  } catch {
    return undefined;
  }
};

/** Serves a vault in workers, and gives the threads that run as such. */
const served = async (args: string[] = [], environment: Record<string, string> = {}) => {
  const threads = new Set<Worker>();
  const note = (thread: Worker) => {
    if (thread.threadName !== 'worker') return;
    threads.add(thread);
    thread.once('exit', () => threads.delete(thread));
  };
  process.on('worker', note);
  onTestFinished(() => void process.off('worker', note));
  const { folder, made } = await vault();
  const server = await serve(folder, ['--workers', '2', ...args], environment);
  const lines = () =>
    server
      .err()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  return { ...server, folder, made, lines, threads };
};

const permissions = ['token:general:create', 'token:general:read:high'];

const application = async (url: string, key: string): Promise<{ id: string; key: string }> => {
  const body = { name: 'Shop', type: 'server_to_server', permissions };
  return (await send(url, 'POST', '/applications', { key, body }))?.body;
};

/** Sends the same over so many connections that each worker gets some of them. */
const sendToAll = (url: string, path: string, sent: Sent = {}) =>
  Promise.all(Array.from({ length: 12 }, () => send(url, 'GET', path, sent)));

const statuses = async (answers: ReturnType<typeof sendToAll>) =>
  new Set((await answers).map((answer) => answer?.status));

it('several workers answer as one vault', async () => {
  const config = join(temporaryFolder(), 'tessera.json');
  const embedBy = (origin: string) => writeFileSync(config, JSON.stringify({ 'allowed-origins': [origin] }));
  embedBy('https://first.example');
  const { url, folder, made, end, err, lines, threads, reload } = await served([
    ...['--config', config, '--metrics-port', '0'],
  ]);
  expect(threads.size).toBe(2);
  const { key } = await application(url, made.key);

  // What one has written, the others read.
  const connections = Array.from({ length: 16 }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
  for (let n = 0; n < 40; n += 1) {
    const [writer, reader] = [connections[n % 16], connections[(n * 7 + 3) % 16]];
    const created = await send(url, 'POST', '/tokens', { key, body: { type: 'token', data: `value ${n}` } }, writer);
    expect(created?.status).toBe(201);
    const read = await send(url, 'GET', `/tokens/${created?.body.id}`, { key }, reader);
    expect(read?.body.data).toBe(`value ${n}`);
  }
  for (const connection of connections) connection.destroy();
  const usage = await send(url, 'GET', '/tenants/self/reports/usage', { key: made.key });
  expect(usage?.body.token_report.monthly_active_tokens).toBe(40);

  // Metrics are those of all together.
  const { metrics_url: metrics } = lines().find(({ msg }) => msg === 'listening');
  const text = await (await fetch(metrics)).text();
  expect(text).toContain('tessera_http_request_duration_seconds_count{method="POST",route="/tokens",status="201"} 40');
  expect(text).toContain('tessera_tokens_created_total{type="token"} 40');
  expect(text).toMatch(/^process_start_time_seconds \d+/m);
  const names = text.match(/^# TYPE \S+/gm) ?? [];
  expect(new Set(names).size).toBe(names.length);

  // Rates are counted where all of them see it: in the store.
  const db = new DatabaseSync(join(folder, 'vault.db'), { readOnly: true });
  expect(db.prepare('select count(*) as n from rate_budgets').get()?.n).toBeGreaterThan(0);
  db.close();

  // A revoked key is forgotten everywhere at once.
  const revoked = await application(url, made.key);
  expect(await statuses(sendToAll(url, '/tokens', { key: revoked.key }))).toEqual(new Set([200]));
  await send(url, 'DELETE', `/applications/${revoked.id}`, { key: made.key });
  expect(await statuses(sendToAll(url, '/tokens', { key: revoked.key }))).toEqual(new Set([401]));

  // Settings are read again in each of them.
  const embeddedBy = async () => {
    const policies = (await sendToAll(url, '/elements/')).map((answer) => answer?.headers['content-security-policy']);
    return new Set(policies.map((policy) => /frame-ancestors ([^;]*)/.exec(policy ?? '')?.[1]));
  };
  expect(await embeddedBy()).toEqual(new Set(['https://first.example']));
  embedBy('https://second.example');
  reload();
  await expect.poll(err, { timeout: 30_000 }).toContain('settings read again');
  expect(await embeddedBy()).toEqual(new Set(['https://second.example']));

  // Their port is theirs, although the system would let another vault with workers share it.
  const other = await vault();
  const { port } = new URL(url);
  const second = await run(['serve', '--data-dir', other.folder, '--port', port, '--workers', '2']);
  expect([second.code, second.err]).toEqual([1, expect.stringContaining(`Port ${port} of 127.0.0.1 is taken.`)]);

  expect(await end()).toBe(0);
  expect(threads.size).toBe(0);
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  expect(err()).not.toContain(made.key);
  expect(lines().filter(({ msg }) => msg === 'request').length).toBeGreaterThan(80);
  expect(lines().at(-1)).toMatchObject({ msg: 'stopped' });
}, 180_000);

it('a worker that ends is replaced, and nothing that was acknowledged is lost', async () => {
  const { url, made, threads, lines, end } = await served();
  const { key } = await application(url, made.key);
  const promised = new Map<string, string>();
  const told = (message: string) => lines().filter(({ msg }) => msg === message).length;
  let broken = 0;
  let writing = true;
  const write = async (writer: number) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let n = 0; writing; n += 1) {
      const data = `writer ${writer}, value ${n}`;
      const answer = await send(url, 'POST', '/tokens', { key, body: { type: 'token', data } }, agent);
      if (answer === undefined) broken += 1;
      else {
        expect(answer.status).toBe(201);
        promised.set(answer.body.id, data);
      }
    }
    agent.destroy();
  };
  const writers = Array.from({ length: 8 }, (_, writer) => write(writer));
  for (let round = 0; round < 3; round += 1) {
    const goal = promised.size + 40;
    await expect.poll(() => promised.size, { timeout: 30_000 }).toBeGreaterThan(goal);
    const [victim] = threads;
    await victim?.terminate();
    await expect.poll(() => told('another worker answers in its place'), { timeout: 30_000 }).toBe(round + 1);
    expect(threads.size).toBe(2);
  }
  writing = false;
  await Promise.all(writers);
  expect(broken).toBeGreaterThan(0);
  expect(told('a worker has ended; another is started')).toBe(3);
  for (const [id, data] of promised) {
    expect((await send(url, 'GET', `/tokens/${id}`, { key }))?.body.data).toBe(data);
  }
  expect(await end()).toBe(0);
}, 180_000);

/** How many processes run with a variable of the environment. */
const processesWith = (variable: string): number =>
  readdirSync('/proc').filter((name) => {
    try {
      return readFileSync(`/proc/${name}/environ`, 'utf8').split('\0').includes(variable);
    } catch {
      return false;
    }
  }).length;

it.runIf(hasSoftHsm)(
  'all workers reach the token of the root key through one process, which logs in once',
  async () => {
    const { tokens, uri } = await tokenKey();
    const folder = join(temporaryFolder(), 'vault');
    const made = await run(['init', '--data-dir', folder, '--tenant', 'Acme', '--json', '--root-key', uri]);
    const { key } = JSON.parse(made.out);
    const { url, end } = await serve(folder, ['--workers', '2', '--root-key', uri]);
    expect(await statuses(sendToAll(url, '/applications/key', { key }))).toEqual(new Set([200]));
    // That of `init` is idle, and is ended later or by now.
    expect(processesWith(`SOFTHSM2_CONF=${tokens.environment.SOFTHSM2_CONF}`)).toBeLessThan(3);
    expect(await end()).toBe(0);
  },
  180_000,
);
