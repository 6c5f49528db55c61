import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { pooledRandom } from '../../keys/random.ts';
import { StoreError } from '../errors.ts';
import { migrations } from '../migrations.ts';
import { freshDatabase } from '../testing/postgres-database.ts';
import { postgres } from '../testing/postgres-engine.ts';
import { dismissAll, session } from '../testing/sessions.ts';
import { storeSuite } from '../testing/store-suite.ts';
import { all, insert, schema, steps } from '../testing/table.ts';
import { openPostgres } from './postgres.ts';

storeSuite(postgres());

const open = async (url: string, more: { schema?: string; migrations?: typeof migrations } = {}) => {
  const options = { schema: 'tessera', migrations: steps(schema), clock: Date.now, random: pooledRandom(), ...more };
  const store = await openPostgres({ url, ...options });
  onTestFinished(() => store.close());
  return store;
};

describe('a PostgreSQL database', () => {
  it('compares every text column of a vault byte by byte, whatever its locale', async () => {
    const url = await freshDatabase();
    await open(url, { migrations });
    const { rows } = await (await session(url)).query(`select table_name, column_name from information_schema.columns
      where table_schema = 'tessera' and table_name <> 'migrations' and data_type = 'text' and collation_name is distinct from 'C'`);
    expect(rows).toEqual([]);
  });

  it('of another program is refused and left alone, other schemas beside ours are not asked', async () => {
    const url = await freshDatabase();
    const client = await session(url);
    await client.query(
      'create table photos (n integer); create schema tessera; create table tessera.photos (n integer)',
    );
    await expect(open(url)).rejects.toMatchObject({ code: 'damaged', message: expect.stringContaining('tessera') });
    await client.query('drop table tessera.photos');
    expect(await (await open(url)).rows(all)).toEqual([]);
  });

  it('holds schemas apart', async () => {
    const url = await freshDatabase();
    const [data, keys] = [await open(url), await open(url, { schema: 'tessera_keys' })];
    await keys.commit([insert('a', 1)]);
    expect(await data.rows(all)).toEqual([]);
  });

  it.each([
    ['http://user@localhost/a', 'The database URL cannot be used'],
    ['postgres://user@localhost', 'The database URL cannot be used'],
    ['postgres://user:secret@localhost/a?host=/nowhere', 'The database /nowhere/a cannot be reached (ENOENT).'],
    ['postgres://user:secret@127.0.0.1:1/a', 'The database 127.0.0.1:1/a cannot be reached (ECONNREFUSED).'],
  ])('that cannot be reached is named without its password: %s', async (url, message) => {
    await expect(open(url)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(`^${message.replaceAll(/[().]/g, '\\$&')}`),
    });
  });

  it('that does not exist, or does not let us in, is unavailable', async () => {
    const url = new URL(await freshDatabase());
    url.pathname = '/nowhere';
    await expect(open(url.href)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('3D000'),
    });
    url.username = 'nobody';
    await expect(open(url.href)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('28000'),
    });
  });

  it('without TLS on another machine is refused unless the URL allows it', async () => {
    const url = new URL(await freshDatabase());
    url.searchParams.set('sslmode', 'require');
    await expect(open(url.href)).rejects.toMatchObject({ message: expect.stringContaining('does not speak TLS') });
    url.searchParams.set('sslmode', 'disable');
    expect(await (await open(url.href)).rows(all)).toEqual([]);
  });

  it('has its own settings in every session, whatever those of the database and of the URL are', async () => {
    const url = new URL(await freshDatabase());
    await (await session(url.href)).query(`alter database ${url.pathname.slice(1)} set synchronous_commit to off`);
    url.searchParams.set('options', '-c lock_timeout=7s -c search_path=other');
    const store = await open(url.href);
    const held = (name: string) => `current_setting('${name}')`;
    const settings = ['synchronous_commit', 'lock_timeout', 'default_transaction_read_only']
      .map(held)
      .join(` || ' ' || `);
    await store.commit([{ sql: `insert into t (k, v) values (${settings}, ?)`, parameters: [1] }]);
    expect(await store.rows('select k from t')).toEqual([{ k: 'on 250ms off' }]);
    expect(await store.rows(`select ${settings} as k`)).toEqual([{ k: 'on 7s on' }]);
  });

  it('keeps numbers back while somebody who drew one has not ended', async () => {
    const url = await freshDatabase();
    const log = 'create table log (n integer primary key autoincrement, k text not null) strict';
    const store = await open(url, { migrations: steps(log) });
    const other = await session(url);
    await other.query(`begin; insert into tessera.log (k) values ('first')`);
    await store.commit([{ sql: 'insert into log (k) values (?)', parameters: ['second'] }]);
    let settled = false;
    const settling = store.settle('log').then(() => {
      settled = true;
    });
    // Nothing of ours can tell when a look has been taken; two reads on the same server are later than one.
    for (let n = 0; n < 5; n++) await store.rows('select 1 as one');
    expect(settled).toBe(false);
    await other.query('commit');
    await settling;
    expect(await store.rows('select n, k from log order by n')).toEqual([
      { n: 1, k: 'first' },
      { n: 2, k: 'second' },
    ]);
  });
});

describe('when sessions end in the middle', () => {
  it('a read goes on with another connection', async () => {
    const url = await freshDatabase();
    const store = await open(url);
    const client = await session(url);
    const read = () => Promise.all(Array.from({ length: 20 }, () => store.rows(all)));
    await read();
    await dismissAll(client);
    expect(await read()).toHaveLength(20);
  });

  it('a write is answered as kept, not kept or unknown, and the next one is kept', async () => {
    const url = await freshDatabase();
    const store = await open(url);
    const client = await session(url);
    const outcomes: Promise<PromiseSettledResult<unknown>[]>[] = [];
    for (let v = 0; v < 300; v++) {
      outcomes.push(Promise.allSettled([store.commit([insert(`k${v}`, v)])]));
      if (v % 50 === 25) await dismissAll(client);
      await turn();
    }
    const results = (await Promise.all(outcomes)).flat();
    const kept = new Set((await store.rows<{ v: number }>('select v from t')).map(({ v }) => v));
    for (const [v, result] of results.entries()) {
      if (result.status === 'fulfilled') expect(kept).toContain(v);
      else if (result.reason.code === 'unavailable') expect(kept).not.toContain(v);
      else expect(result.reason.code).toBe('closed');
    }
    expect(await store.commit([insert('last', 1)])).toBeUndefined();
  });

  it('a write that waited in that session is answered as not kept, and can be made again', async () => {
    const url = await freshDatabase();
    const store = await open(url);
    await store.commit([insert('a', 1)]);
    const [other, client] = [await session(url), await session(url)];
    await other.query(`begin; update tessera.t set v = 5 where k = 'a'`);
    const add = () => store.commit([{ sql: 'update t set v = v + 1 where k = ?', parameters: ['a'] }]);
    const refused = add().catch((error: unknown) => error instanceof StoreError && error.code);
    // Dismissed before the write is there, a session may break under it: then nobody knows what became of it.
    const waits = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    while ((await client.query(waits)).rowCount === 0) await turn();
    await dismissAll(client);
    expect(await refused).toBe('unavailable');
    await other.query('rollback');
    expect(await store.rows(all)).toEqual([{ k: 'a', v: 1 }]);
    expect(await add()).toBeUndefined();
    expect(await store.rows(all)).toEqual([{ k: 'a', v: 2 }]);
  });

  it('a row that somebody else holds is waited for', async () => {
    const url = await freshDatabase();
    const store = await open(url);
    await store.commit([insert('a', 1), insert('b', 1)]);
    const other = await session(url);
    await other.query(`begin; update tessera.t set v = 5 where k = 'a'`);
    const add = (k: string) => store.commit([{ sql: 'update t set v = v + 1 where k = ?', parameters: [k] }]);
    const waiting = add('a');
    // The other row is free, and its write does not wait until the first can be done.
    await Promise.all([add('b'), add('b')]);
    expect(await store.rows(all)).toContainEqual({ k: 'b', v: 3 });
    await other.query('commit');
    expect(await waiting).toBeUndefined();
    expect(await store.rows(all)).toContainEqual({ k: 'a', v: 6 });
  });
});
