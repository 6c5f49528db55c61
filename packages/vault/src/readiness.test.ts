import type { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readiness } from './api/readiness.ts';
import { patience } from './store/postgres/writer.ts';
import { type PostgresServer, startPostgres } from './store/testing/postgres-server.ts';
import { session } from './store/testing/sessions.ts';
import { allTokens, type Rig, startRig } from './testing/rig.ts';
import { storageInDatabase } from './testing/stores.ts';
import { timersByHand } from './testing/timers-by-hand.ts';

const timers = timersByHand();
let server: PostgresServer;
let rig: Rig;
let key: string;
beforeAll(async () => {
  server = await startPostgres();
  rig = await startRig({ place: storageInDatabase(server.url('postgres')), after: timers.after });
  key = await rig.application('server_to_server', allTokens());
}, 60_000);
afterAll(async () => {
  await rig.close();
  await server.remove();
});

const ready = async () => (await rig.send('GET', '/readyz')).status;

const create = async () => {
  const { status, body } = await rig.send('POST', '/tokens', { key, body: { type: 'token', data: 'a value' } });
  return status === 503 ? body.type : status;
};

/** What `/readyz` would say if it asked the database a question and wrote nothing. */
const asking = readiness({
  prove: async () => void (await rig.store.rows('select 1 as one')),
  clock: Date.now,
  after: () => () => {},
});

const administer = async (...statements: string[]): Promise<Client> => {
  const client = await session(server.url('postgres'));
  for (const statement of statements) await client.query(statement);
  return client;
};

it('is ready once it has written something, and that counts for a second', async () => {
  expect(await ready()).toBe(200);
  const beats = () => rig.store.rows('select beat from heartbeats');
  expect(await beats()).toEqual([{ beat: 1 }]);
  for (let n = 0; n < 5; n += 1) expect(await ready()).toBe(200);
  expect(await beats()).toEqual([{ beat: 1 }]);
  rig.pass(1000);
  expect(await Promise.all([ready(), ready(), ready()])).toEqual([200, 200, 200]);
  expect(await beats()).toEqual([{ beat: 2 }]);
});

it('is not ready while the database is read-only, and is again by itself', async () => {
  const end = `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tessera-vault'`;
  rig.pass(1000);
  await administer('alter database postgres set default_transaction_read_only = on', end);
  // Sessions that were ended are noticed when they are used.
  await ready();
  expect([await ready(), await create()]).toEqual([503, 'unavailable']);
  await asking();

  await administer(
    'set default_transaction_read_only = off',
    'alter database postgres reset default_transaction_read_only',
    end,
  );
  await ready();
  expect([await ready(), await create()]).toEqual([200, 201]);
});

it('is not ready while a commit waits for a standby that is missing; callers are told, and it goes on by itself', async () => {
  rig.pass(1000);
  const admin = await administer(`alter system set synchronous_standby_names = 'nobody'`, 'select pg_reload_conf()');
  const hanging = async () => {
    const { rows } = await admin.query(`select pid from pg_stat_activity where wait_event = 'SyncRep'`);
    return rows.length;
  };
  // The setting reaches the session that writes a moment later.
  let created = create();
  let answered = false;
  const follow = () => {
    answered = false;
    void created.then(() => {
      answered = true;
    });
  };
  follow();
  await expect
    .poll(
      async () => {
        if (answered) {
          created = create();
          follow();
        }
        return await hanging();
      },
      { timeout: 30_000 },
    )
    .toBe(1);
  const proof = ready();
  const behind = create();
  await expect.poll(timers.times, { timeout: 30_000 }).toContain(2000);
  timers.run(2000);
  expect(await proof).toBe(503);
  await asking();

  timers.run(patience);
  expect(await Promise.all([created, behind])).toEqual(['unavailable', 'unavailable']);
  expect(rig.lines.join('')).toContain('This write may or may not have been kept.');
  expect([await ready(), await create()]).toEqual([503, 'unavailable']);
  // However often it is looked for, the commit that waits is left alone, and no session comes beside it.
  for (let look = 0; look < 3; look += 1) {
    await expect.poll(timers.times, { timeout: 30_000 }).toContain(patience);
    timers.run(patience);
  }
  expect(await hanging()).toBe(1);

  await administer('alter system reset synchronous_standby_names', 'select pg_reload_conf()');
  await expect.poll(ready, { timeout: 30_000 }).toBe(200);
  expect(await create()).toBe(201);
});

it('gives a connection up that is silent for another reason', async () => {
  const admin = await administer();
  await admin.query('begin');
  await admin.query('lock table tokens in access exclusive mode');
  const created = create();
  const waits = async () => {
    const { rows } = await admin.query(
      `select pid from pg_locks where relation = 'tessera.tokens'::regclass and not granted`,
    );
    return rows.length;
  };
  await expect.poll(waits, { timeout: 30_000 }).toBe(1);
  timers.run(patience);
  expect(await created).toBe('unavailable');
  await admin.query('rollback');
  await expect.poll(create, { timeout: 30_000 }).toBe(201);
});

it('is not ready on a standby, and is once that is promoted', async () => {
  rig.pass(1000);
  await administer(`copy (select 1) to program 'cat > standby.signal'`);
  await server.stop('fast');
  expect(await ready()).toBe(503);
  await server.start();
  expect(await ready()).toBe(503);
  expect(await create()).toBe('unavailable');
  await asking();
  expect((await rig.send('GET', '/healthz')).status).toBe(200);

  await administer('select pg_promote()');
  expect(await ready()).toBe(200);
  expect(await create()).toBe(201);
});
