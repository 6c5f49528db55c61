import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseAllowedOrigins } from '../../packages/vault/src/access/allowed-origins.ts';
import { createKeyring } from '../../packages/vault/src/keys/keyring.ts';
import { pooledRandom } from '../../packages/vault/src/keys/random.ts';
import { localRootKey } from '../../packages/vault/src/keys/root-key.ts';
import { createDataDir, dataDirFiles, openDataDir } from '../../packages/vault/src/storage/data-dir.ts';
import { openDatabase } from '../../packages/vault/src/storage/database.ts';
import type { Stores } from '../../packages/vault/src/storage/stores.ts';
import type { Write } from '../../packages/vault/src/store/port.ts';
import { firstColumn } from '../../packages/vault/src/store/testing/first-column.ts';
import { startPostgres } from '../../packages/vault/src/store/testing/postgres-server.ts';
import { createTenant } from '../../packages/vault/src/tenants/create.ts';
import { createVault } from '../../packages/vault/src/vault.ts';
import { cardData } from './cards.ts';

/*
 * npm run bench:sizes [-- --tokens 5000]
 *
 * What a token costs: bytes on disk, bytes of the write-ahead log, statements of a write, and processor time of calls without HTTP.
 * docs/scaling.md multiplies these figures. Bytes hardly depend on the machine; processor time does.
 */

const { values } = parseArgs({ options: { tokens: { type: 'string', default: '5000' } } });
const tokens = Number(values.tokens);
const [clock, random] = [Date.now, pooledRandom()];
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** What the engine says of its own size, in bytes. */
interface Engine {
  name: string;
  stores: Stores;
  /** Of rows and indexes: audit apart from the rest. */
  sizes(): Promise<{ tokens: number; audit: number }>;
  /** Written to the write-ahead log so far; `undefined` where the log is one file that begins anew. */
  logged(): Promise<number | undefined>;
}

const shapes = {
  'token of 32 characters': (n: number) => ({ type: 'token', data: String(n).padStart(32, 'x') }),
  card: (n: number) => ({ type: 'card', data: cardData(n) }),
  'card, three labels, two entries of metadata': (n: number) => ({
    type: 'card',
    data: cardData(n),
    search_indexes: ['{{ data.number }}', '{{ data.number | last4 }}', '{{ data.number | slice: 0, 6 }}'],
    metadata: { customer: `customer ${n}`, order: `order ${n}` },
  }),
};

const measure = async ({ name, stores, sizes, logged }: Engine, shape: keyof typeof shapes) => {
  const { data: store, keys } = stores;
  const keyring = await createKeyring({ store: keys, root: localRootKey(random(32)), random, clock });
  const tenant = await createTenant({ store, keyring, clock, random }, { name: shape });
  let statements = 0;
  const watched = {
    ...store,
    commit: (write: Write) => {
      statements += write.length;
      return store.commit(write);
    },
  };
  const vault = createVault({
    ...{ store: watched, keyring, clock, random, log: silent, allowedOrigins: parseAllowedOrigins(undefined) },
    ...{ limits: { perSecond: Number.MAX_SAFE_INTEGER }, every: () => () => {} },
  });
  const call = async (key: string, method: string, path: string, body?: object) => {
    const headers = { 'BT-API-KEY': key, ...(body && { 'Content-Type': 'application/json' }) };
    const request = new Request(`https://vault.test${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer = await vault.fetch(request, { address: '192.0.2.1' });
    if (!answer.ok) throw new Error(await answer.text());
    return await answer.json();
  };
  const application = async (...permissions: string[]): Promise<string> =>
    (await call(tenant.key, 'POST', '/applications', { name: 'sizes', type: 'server_to_server', permissions })).key;
  const all = ['general', 'pci'].flatMap((kind) => [`token:${kind}:create`, `token:${kind}:read:high`]);
  const plain = await application(...all);
  const masked = await application('token:general:read:low', 'token:pci:read:low');

  /** Microseconds of processor time for each of many calls, sixteen at a time. */
  const timed = async <Result>(count: number, run: (n: number) => Promise<Result>) => {
    const results: Result[] = [];
    const before = process.cpuUsage();
    let next = 0;
    const caller = async () => {
      while (next < count) results.push(await run(next++));
    };
    await Promise.all(Array.from({ length: 16 }, caller));
    const { user, system } = process.cpuUsage(before);
    return { results, micros: (user + system) / count };
  };

  await timed(500, (n) => call(plain, 'POST', '/tokens', shapes[shape](1_000_000 + n)));
  await vault.tidy();
  const [sizeBefore, logBefore] = [await sizes(), await logged()];
  statements = 0;
  const made = await timed(tokens, (n) => call(plain, 'POST', '/tokens', shapes[shape](n)));
  const perCreate = statements / tokens;
  await vault.tidy();
  const [sizeAfter, logAfter] = [await sizes(), await logged()];
  const ids: string[] = made.results.map(({ id }) => id);
  const path = (n: number) => `/tokens/${ids[n % ids.length]}`;
  const revealed = await timed(tokens, (n) => call(plain, 'GET', path(n)));
  const shown = await timed(tokens, (n) => call(masked, 'GET', path(n)));
  await vault.close();
  const each = (after = 0, before = 0) => Math.round((after - before) / tokens);
  process.stdout.write(
    `${[
      `${name}, ${shape}: ${each(sizeAfter.tokens, sizeBefore.tokens)} bytes at rest, ${each(sizeAfter.audit, sizeBefore.audit)} of audit;`,
      ...(logAfter === undefined ? [] : [`${each(logAfter, logBefore)} bytes of write-ahead log;`]),
      `${perCreate.toFixed(1)} statements a create;`,
      `processor time of a create ${Math.round(made.micros)} µs, a plaintext read ${Math.round(revealed.micros)},`,
      `a masked read ${Math.round(shown.micros)}`,
    ].join(' ')}\n`,
  );
};

const inFile = async (folder: string): Promise<Engine> => {
  createDataDir(folder);
  const stores = await openDataDir(folder, clock);
  const bytes = async (audit: boolean): Promise<number> => {
    const [row] = await stores.data.rows<{ n: number }>(
      `select coalesce(sum(pgsize), 0) as n from dbstat where aggregate = true and name ${audit ? '' : 'not '}like 'audit%'`,
    );
    return row?.n ?? 0;
  };
  return {
    name: 'SQLite',
    stores,
    sizes: async () => ({ tokens: await bytes(false), audit: await bytes(true) }),
    logged: async () => undefined,
  };
};

const inServer = async (url: string): Promise<Engine> => {
  const stores = await openDatabase(url, { clock, random });
  const number = async (sql: string) => Number((await firstColumn(url, sql))[0]);
  const bytes = (audit: boolean) =>
    number(`select sum(pg_total_relation_size(oid)) from pg_class
      where relnamespace = 'tessera'::regnamespace and relkind = 'r' and relname ${audit ? '' : 'not '}like 'audit%'`);
  return {
    name: 'PostgreSQL',
    stores,
    sizes: async () => ({ tokens: await bytes(false), audit: await bytes(true) }),
    logged: () => number("select pg_current_wal_lsn() - '0/0'"),
  };
};

process.stdout.write(`Node ${process.versions.node}, ${tokens} tokens each, load ${loadavg()[0]?.toFixed(1)}\n`);
for (const shape of Object.keys(shapes) as (keyof typeof shapes)[]) {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-sizes-'));
  const engine = await inFile(folder);
  await measure(engine, shape);
  await engine.stores.close();
  process.stdout.write(`  the file has ${statSync(dataDirFiles(folder).data).size} bytes\n`);
  rmSync(folder, { recursive: true });
  const server = await startPostgres({ full_page_writes: 'on', max_wal_size: '4GB' });
  try {
    const own = await inServer(server.url('postgres'));
    await measure(own, shape);
    await own.stores.close();
  } finally {
    await server.remove();
  }
}
